// @ts-check
/** The one place where HTML from the server becomes part of the page. */

import { Idiomorph } from "../vendor/idiomorph/idiomorph.js";

/** @typedef {{ createHTML: (html: string) => any }} Policy */
const maker = /** @type {{ createPolicy(name: string, rules: Policy): Policy } | undefined} */ (
  Reflect.get(globalThis, "trustedTypes")
);
const rules = { createHTML: (/** @type {string} */ html) => html };
const policy = maker?.createPolicy("server-html", rules) ?? rules;

/** Make a document of HTML that our own server sent. @param {string} html */
export function parsed(html) {
  return new DOMParser().parseFromString(policy.createHTML(html), "text/html");
}

/** What is typed and chosen in a part of the page now. @param {Element} part */
export function written(part) {
  const controls = /** @type {NodeListOf<HTMLInputElement>} */ (part.querySelectorAll("input, select, textarea"));
  return JSON.stringify([...controls].map((one) => [one.value, one.checked]));
}

/**
 * Turn the element into what the server sent for it, keeping focus, caret and what is typed.
 * @param {Element} element @param {Element} fresh
 */
export function become(element, fresh) {
  Idiomorph.morph(element, fresh, { morphStyle: "outerHTML", ignoreActiveValue: true });
}

/** Put the server's HTML inside the element. @param {Element} element @param {string} html */
export function fill(element, html) {
  const body = parsed(html).body;
  Idiomorph.morph(element, [...body.childNodes], { morphStyle: "innerHTML", ignoreActiveValue: true });
}

/**
 * Fetch a page and renew the regions with these ids; what the answer lacks stays as it is.
 * The answer is returned, so that the caller can follow a redirect or show a failure.
 * @param {string | Request} source @param {string[]} ids @param {RequestInit} [settings]
 */
export async function renew(source, ids, settings = {}) {
  const answer = await fetch(source, { credentials: "same-origin", ...settings });
  const kind = answer.headers.get("content-type") ?? "";
  if (!kind.startsWith("text/html")) return answer;
  const fresh = parsed(await answer.text());
  for (const id of ids) {
    const [element, next] = [document.getElementById(id), fresh.getElementById(id)];
    if (element && next) become(element, next);
  }
  return answer;
}
