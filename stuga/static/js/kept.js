// @ts-check
/** Keeps a form on the server while it is filled in, a while after each change; tries again. */

/** @typedef {Record<"copy" | "copySoon" | "dropCopy", (form: HTMLFormElement) => void> & {offer: (root: Document) => void}} Copier */

/** Makes the browser's own copy; fetched when the page stands. @type {Copier | null} */
let copier = null;

/** Until the copier is there, or was waited for long enough. @type {Promise<void> | null} */
let coming = null;
let hasCome = false;

const QUIET = 2000;
const AGAIN = 15_000;
const PATIENCE = 1000;

/** @typedef {{timer: number, sent: AbortController | null}} Waiting */

/** @type {Map<HTMLFormElement, Waiting>} */
const waiting = new Map();

/** @param {Document} root @param {AbortSignal} [signal] */
export function keeping(root, signal) {
  for (const type of ["input", "change"]) {
    root.addEventListener(type, (event) => changed(event.target), { signal });
  }
  root.addEventListener("submit", (event) => sending(/** @type {SubmitEvent} */ (event)), { capture: true, signal });
  const atOnce = () => {
    for (const [form, wait] of waiting) {
      if (!wait.timer) continue;
      copier?.copy(form);
      void keep(form, wait);
    }
  };
  root.addEventListener("visibilitychange", () => root.visibilityState === "hidden" && atOnce(), { signal });
  window.addEventListener("pagehide", atOnce, { signal });
  root.addEventListener("stuga:back", atOnce, { signal });
}

/** @param {EventTarget | null} target */
function changed(target) {
  const form = target instanceof Element ? target.closest("form[data-keeps]") : null;
  if (!(form instanceof HTMLFormElement) || (target instanceof HTMLInputElement && target.disabled)) return;
  const wait = waiting.get(form) ?? { timer: 0, sent: null };
  waiting.set(form, wait);
  copier?.copySoon(form);
  later(form, wait, QUIET);
}

/** @param {HTMLFormElement} form @param {Waiting} wait @param {number} after */
function later(form, wait, after) {
  clearTimeout(wait.timer);
  wait.timer = window.setTimeout(() => void keep(form, wait), after);
}

/** Fetch what makes copies; on a poor line, go on without it. @param {HTMLFormElement} form */
function bring(form) {
  const offering = () => import(form.dataset.copier ?? "").then((module) => {
    copier = module;
    module.offer(document);
    for (const [one, wait] of waiting) if (wait.timer || wait.sent) module.copySoon(one);
  });
  coming ??= Promise.race([offering(), new Promise((go) => setTimeout(go, PATIENCE))]).catch(() => {}).then(() => { hasCome = true; });
  return coming;
}

/** What is sent before a copy of it can be made waits for that. @param {SubmitEvent} event */
function sending(event) {
  const { submitter, target: form } = event;
  if (!(form instanceof HTMLFormElement) || !form.dataset.keeps) return;
  if (hasCome || !form.dataset.copier) return forget(form);
  event.preventDefault();
  event.stopPropagation();
  void bring(form).then(() => form.requestSubmit(submitter));
}

/** What is being sent needs no keeping; a copy stays until it has arrived. @param {HTMLFormElement} form */
function forget(form) {
  copier?.copy(form);
  const wait = waiting.get(form);
  if (!wait) return;
  clearTimeout(wait.timer);
  wait.timer = 0;
  wait.sent?.abort();
}

/** @param {HTMLFormElement} form @param {Waiting} wait */
async function keep(form, wait) {
  clearTimeout(wait.timer);
  wait.timer = 0;
  wait.sent?.abort();
  const sent = new AbortController();
  wait.sent = sent;
  const texts = [...new FormData(form)].filter((pair) => typeof pair[1] === "string");
  const body = new URLSearchParams(/** @type {[string, string][]} */ (texts));
  const headers = { accept: "application/json" };
  const { signal } = sent;
  const asking = { method: "POST", body, headers, signal, keepalive: body.toString().length < 60_000 };
  const answer = await fetch(form.dataset.keeps ?? "", asking).catch(() => null);
  if (signal.aborted || wait.sent !== sent) return;
  wait.sent = null;
  if (answer?.ok) {
    if (!wait.timer) copier?.dropCopy(form);
    const { words } = await answer.json();
    tell(form, words);
    return;
  }
  tell(form, (answer ? form.dataset.refused : form.dataset.notKept) ?? "");
  if (!wait.timer) later(form, wait, AGAIN);
}

/** @param {HTMLFormElement} form @param {string} words */
function tell(form, words) {
  const place = form.querySelector("[data-kept]");
  if (place && place.textContent !== words) place.textContent = words;
}

keeping(document);
const typed = document.querySelector("form[data-copier]");
if (typed instanceof HTMLFormElement) addEventListener("load", () => void bring(typed));
