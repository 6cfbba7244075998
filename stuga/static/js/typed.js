// @ts-check
/** The browser's own copy of a form: made while one types, offered when one comes back to it. */

import { all, copies, drop, nameOf, store } from "./copies.js";

const QUIET = 300;
const SITTING = "_sitting";
const TRAVELS = new Set(["_step", "_revision", "_reviewing", "_shown", SITTING]);

/** @type {WeakMap<HTMLFormElement, number>} */
const timers = new WeakMap();

/** Copy the form in a moment. @param {HTMLFormElement} form */
export function copySoon(form) {
  clearTimeout(timers.get(form));
  timers.set(form, window.setTimeout(() => copy(form), QUIET));
}

/** @param {HTMLFormElement} form */
export function copy(form) {
  clearTimeout(timers.get(form));
  const given = new FormData(form);
  const pairs = /** @type {[string, string][]} */ ([...given].filter(([name, value]) => isKept(form, name) && typeof value === "string"));
  store(nameOf(form, String(given.get(SITTING))), { at: Date.now(), action: form.action, pairs });
}

/** The server has it all. @param {HTMLFormElement} form */
export function dropCopy(form) {
  clearTimeout(timers.get(form));
  drop(nameOf(form, String(new FormData(form).get(SITTING))));
}

/** @param {HTMLFormElement} form @param {string} name */
function isKept(form, name) {
  const never = (form.dataset.never ?? "").split(" ");
  return TRAVELS.has(name) || !(name.startsWith("_") || never.includes(name.split(/\W/)[0]));
}

/** Offer what the server never got of this form. @param {Document} root */
export function offer(root) {
  copies(root);
  const place = root.querySelector("[data-copy-offer]");
  const form = root.querySelector("form[data-copies]");
  if (!(place instanceof HTMLElement) || !(form instanceof HTMLFormElement)) return;
  const own = all().filter(([name, one]) => name.startsWith(nameOf(form)) && one.action === form.action);
  const newest = own.sort(([, one], [, other]) => other.at - one.at)[0];
  if (!newest) return;
  const [name, kept] = newest;
  const time = new Date(kept.at).toLocaleTimeString(root.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const words = place.querySelector(".notice-title");
  if (words) words.textContent = (words.textContent ?? "").replace("{time}", time);
  place.querySelector("[data-copy-use]")?.addEventListener("click", () => void use(form, name, kept));
  place.querySelector("[data-copy-drop]")?.addEventListener("click", () => {
    drop(name);
    place.hidden = true;
  });
  place.hidden = false;
}

/**
 * Give the server what it did not get, and open the form with it.
 * @param {HTMLFormElement} form @param {string} name @param {{pairs: [string, string][]}} kept
 */
async function use(form, name, kept) {
  const csrf = String(new FormData(form).get("_csrf") ?? "");
  const body = new URLSearchParams([...kept.pairs, ["_csrf", csrf]]);
  const headers = { accept: "application/json" };
  const answer = await fetch(form.dataset.keeps ?? "", { method: "POST", body, headers }).catch(() => null);
  if (!answer?.ok) {
    const told = form.querySelector("[data-kept]");
    if (told) told.textContent = form.dataset.notKept ?? "";
    return;
  }
  drop(name);
  const sitting = kept.pairs.find(([key]) => key === SITTING)?.[1] ?? "";
  location.assign(`${form.action}?${new URLSearchParams({ saved: sitting })}`);
}
