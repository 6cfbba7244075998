// @ts-check
/**
 * Keeps what a form computes up to date: a moment after a change the server is asked what its
 * formulas give. Without it they are reckoned when the form is reviewed or saved.
 */

const QUIET = 300;

/** @typedef {{text: string, value: string, error: string}} Computed */
/** @typedef {{timer: number, asked: AbortController | null}} Waiting */

/** @type {WeakMap<HTMLFormElement, Waiting>} */
const waiting = new WeakMap();

/** @param {Document} root @param {AbortSignal} [signal] */
export function formulas(root, signal) {
  for (const type of ["input", "change"]) {
    root.addEventListener(type, (event) => changed(event.target), { signal });
  }
}

/** @param {EventTarget | null} target */
function changed(target) {
  const form = target instanceof Element ? target.closest("form[data-computes]") : null;
  if (!(form instanceof HTMLFormElement) || isOurs(target)) return;
  const wait = waiting.get(form) ?? { timer: 0, asked: null };
  waiting.set(form, wait);
  clearTimeout(wait.timer);
  wait.timer = window.setTimeout(() => void ask(form, wait), QUIET);
}

/** What we write ourselves. @param {EventTarget | null} target */
function isOurs(target) {
  return target instanceof HTMLInputElement && target.type === "hidden" && target.disabled;
}

/** @param {HTMLFormElement} form @param {Waiting} wait */
async function ask(form, wait) {
  wait.asked?.abort();
  wait.asked = new AbortController();
  const { signal } = wait.asked;
  const texts = [...new FormData(form)].filter((pair) => typeof pair[1] === "string");
  const body = new URLSearchParams(/** @type {[string, string][]} */ (texts));
  const asking = { method: "POST", body, signal, headers: { accept: "application/json" } };
  const answer = await fetch(form.dataset.computes ?? "", asking).catch(() => null);
  if (!answer?.ok || signal.aborted) return;
  const { fields } = await answer.json();
  for (const [name, found] of Object.entries(fields)) show(form, name, found);
}

/** @param {HTMLFormElement} form @param {string} name @param {Computed} found */
function show(form, name, found) {
  const output = form.querySelector(`output[data-computed="${name}"]`);
  if (output) {
    if (output.textContent !== (found.text || "–")) output.textContent = found.text || "–";
    tell(output.closest("[data-field]"), found.error);
  }
  const value = form.querySelector(`input[type=hidden][disabled][name="${name}"]`);
  if (!(value instanceof HTMLInputElement) || value.value === found.value) return;
  value.value = found.value;
  value.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {Element | null} field @param {string} words */
function tell(field, words) {
  const place = field?.querySelector("[data-error]");
  if (!place) return;
  place.textContent = words;
  place.parentElement?.toggleAttribute("hidden", !words);
}

formulas(document);
