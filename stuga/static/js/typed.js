// @ts-check
/** The browser's own copy of a form: made while one types, offered when one comes back to it. */

import { all, copies, drop, nameOf, store } from "./copies.js";

/** @typedef {import("./copies.js").Copy} Copy */

const QUIET = 300;
/** How much newer the server's must be to go before a copy that it never answered. */
const DOUBT = 5000;
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
  const sitting = String(new FormData(form).get(SITTING));
  store(nameOf(form, sitting), { at: Date.now(), action: form.action, pairs: pairsOf(form) });
}

/** @param {HTMLFormElement} form @returns {[string, string][]} */
function pairsOf(form) {
  const given = [...new FormData(form)].filter(([name, value]) => isKept(form, name) && typeof value === "string");
  return /** @type {[string, string][]} */ (given);
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
export async function offer(root) {
  copies(root);
  const place = root.querySelector("[data-copy-offer]");
  const form = root.querySelector("form[data-copies]");
  if (!(place instanceof HTMLElement) || !(form instanceof HTMLFormElement)) return;
  const own = all().filter(([name, one]) => name.startsWith(nameOf(form)) && one.action === form.action);
  for (const [name, kept] of own.sort(([, one], [, other]) => other.at - one.at)) {
    const server = theServers(root, sittingOf(kept));
    if (await isKnown(form, kept, server)) drop(name);
    else if (!server || savedAt(server) < kept.at + DOUBT) {
      show(root, place, form, name, kept, server);
      return;
    }
  }
}

/**
 * Offer a copy in place of what the server has of the same sitting.
 * @param {Document} root @param {HTMLElement} place @param {HTMLFormElement} form
 * @param {string} name @param {Copy} kept @param {HTMLElement | null} server
 */
function show(root, place, form, name, kept, server) {
  // The clock of the page: the server's moments stand beside this one.
  const { zone } = JSON.parse(form.dataset.world ?? "{}");
  const time = new Date(kept.at).toLocaleTimeString(root.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  const words = place.querySelector(".notice-title");
  if (words) words.textContent = (words.textContent ?? "").replace("{time}", time);
  place.querySelector("[data-copy-use]")?.addEventListener("click", () => void use(form, name, kept));
  place.querySelector("[data-copy-drop]")?.addEventListener("click", () => {
    drop(name);
    place.hidden = true;
    hide(server, false);
  });
  place.hidden = false;
  hide(server, true);
}

/** @param {HTMLElement | null} server @param {boolean} isHidden */
function hide(server, isHidden) {
  server?.closest(".notice")?.toggleAttribute("hidden", isHidden);
}

/** @param {Copy} kept */
function sittingOf(kept) {
  return kept.pairs.find(([key]) => key === SITTING)?.[1] ?? "";
}

/** @param {Document} root @param {string} sitting @returns {HTMLElement | null} */
function theServers(root, sitting) {
  return sitting ? root.querySelector(`[data-unfinished="${CSS.escape(sitting)}"]`) : null;
}

/** When the server last got it, by this browser's clock. @param {HTMLElement} server */
function savedAt(server) {
  const [page] = performance.getEntriesByType("navigation");
  const shown = page instanceof PerformanceNavigationTiming ? page.responseStart : performance.now();
  return performance.timeOrigin + shown - Number(server.dataset.age);
}

/**
 * Tell whether the very same answers are in the server's form, or on this page.
 * @param {HTMLFormElement} form @param {Copy} kept @param {HTMLElement | null} server
 */
async function isKnown(form, kept, server) {
  const held = answersIn(kept.pairs);
  if (server) return (await digestOf(held)) === server.dataset.digest;
  return sittingOf(kept) === String(new FormData(form).get(SITTING)) && held === answersIn(pairsOf(form));
}

/** The answers alone, written as the server writes them. @param {[string, string][]} pairs */
function answersIn(pairs) {
  return JSON.stringify(pairs.filter(([name]) => !name.startsWith("_")));
}

/** @param {string} text */
async function digestOf(text) {
  if (!globalThis.crypto?.subtle) return "";
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");
}

/**
 * Give the server what it did not get, and open the form with it.
 * @param {HTMLFormElement} form @param {string} name @param {Copy} kept
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
  location.assign(`${form.action}?${new URLSearchParams({ saved: sittingOf(kept) })}`);
}
