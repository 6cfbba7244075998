// @ts-check
/**
 * Lays the rows of the next page below those of this one. Previous and Next stay links. What has
 * been loaded is remembered with the entry of the browser's history, so that Back finds it again.
 */

import { parsed } from "./swap.js";

const MOST = 20;

/** @param {ParentNode} root */
export function loading(root) {
  const button = root.querySelector("button[data-more]");
  if (!(button instanceof HTMLButtonElement) || !following()) return;
  button.hidden = false;
  button.addEventListener("click", () => void loadMore(button));
  window.addEventListener("pagehide", () => history.replaceState({ ...history.state, top: window.scrollY }, ""));
  const kept = history.state?.more;
  if (kept > 0) void again(button, Math.min(kept, MOST), history.state?.top ?? 0);
}

/** @returns {HTMLAnchorElement | null} */
const following = () => document.querySelector('.pager a[rel="next"]');

/** @param {HTMLButtonElement} button */
async function loadMore(button) {
  const next = following();
  if (!next || button.hasAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  const rows = await appended(next);
  button.removeAttribute("aria-busy");
  if (!rows.length) {
    location.assign(next.href); // signed out, or something is wrong: that page says so
    return;
  }
  history.replaceState({ ...history.state, more: (history.state?.more ?? 0) + 1 }, "");
  tell(button);
  const first = rows[0]?.querySelector("a[data-open]") ?? rows[0]?.querySelector("input");
  if (first instanceof HTMLElement) first.focus();
}

/** What was loaded before one went on. @param {HTMLButtonElement} button @param {number} pages @param {number} top */
async function again(button, pages, top) {
  for (let page = 0; page < pages; page += 1) {
    const next = following();
    if (!next || !(await appended(next)).length) break;
  }
  tell(button);
  window.scrollTo({ top, behavior: "instant" });
}

/** @param {HTMLAnchorElement} next @returns {Promise<Element[]>} */
async function appended(next) {
  const answer = await fetch(next.href, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return [];
  const fresh = parsed(await answer.text());
  const rows = [...fresh.querySelectorAll("[data-list] table[data-rows] > tbody > tr")];
  document.querySelector("[data-list] table[data-rows] > tbody")?.append(...rows);
  const after = fresh.querySelector('.pager a[rel="next"]');
  if (!rows.length) return rows;
  if (after instanceof HTMLAnchorElement) next.setAttribute("href", after.getAttribute("href") ?? "");
  else next.remove();
  return rows;
}

/** Say how many there are by now. @param {HTMLButtonElement} button */
function tell(button) {
  const said = document.querySelector("[data-more-said]");
  const shown = document.querySelectorAll("[data-list] table[data-rows] > tbody > tr").length;
  if (said) said.textContent = (said.getAttribute("data-words") ?? "").replace("#", shown.toLocaleString(document.documentElement.lang));
  button.hidden = !following();
}

loading(document);
