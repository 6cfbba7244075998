// @ts-check
/**
 * Moves cards of a board: by dragging, or by Alt with an arrow key on a card that has the focus.
 * Both send the form in the card's menu, which does it without script; the answer is the board
 * as it is then, and words for the live region.
 */

import { renew } from "./swap.js";
import { live, say } from "./toast.js";

const BOARD = "board";
const TOASTS = "toasts";

/** @type {Element | null} */
let dragged = null;

/** @param {Document} root @param {AbortSignal} [signal] */
export function boards(root, signal) {
  prepare(root);
  root.addEventListener("keydown", pressed, { signal });
  root.addEventListener("dragstart", taken, { signal });
  root.addEventListener("dragover", over, { signal });
  root.addEventListener("drop", dropped, { signal });
  root.addEventListener("dragend", () => left(root), { signal });
  root.addEventListener("submit", chosen, { signal });
}

/** Only script can be dragged with. @param {ParentNode} root */
function prepare(root) {
  for (const card of root.querySelectorAll("[data-card]")) card.setAttribute("draggable", "true");
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!by || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const card = event.target instanceof Element ? event.target.closest("[data-card]") : null;
  if (!card) return;
  event.preventDefault(); // elsewhere these keys are the browser's own
  const lane = card.closest("[data-lane]");
  const lanes = [...document.querySelectorAll("[data-lane]")];
  const ahead = by > 0 ? lanes.slice(lanes.indexOf(/** @type {Element} */ (lane)) + 1) : lanes.slice(0, lanes.indexOf(/** @type {Element} */ (lane))).reverse();
  const next = ahead.find((one) => one.hasAttribute("data-target"));
  if (next) void move(card, next.getAttribute("data-lane") ?? "");
}

/** @param {DragEvent} event */
function taken(event) {
  dragged = event.target instanceof Element ? event.target.closest("[data-card]") : null;
  if (!dragged || !event.dataTransfer) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.querySelector(".board-name")?.textContent?.trim() ?? "");
  dragged.setAttribute("data-dragged", "");
}

/** The column under the pointer, if the card may go there. @param {Event} event */
function laneOf(event) {
  const lane = event.target instanceof Element ? event.target.closest("[data-lane][data-target]") : null;
  return dragged && lane && !lane.contains(dragged) ? lane : null;
}

/** @param {DragEvent} event */
function over(event) {
  const lane = laneOf(event);
  for (const one of document.querySelectorAll("[data-over]")) if (one !== lane) one.removeAttribute("data-over");
  if (!lane || !event.dataTransfer) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
  lane.setAttribute("data-over", "");
}

/** @param {DragEvent} event */
function dropped(event) {
  const lane = laneOf(event);
  if (!lane || !dragged) return;
  event.preventDefault();
  void move(dragged, lane.getAttribute("data-lane") ?? "");
}

/** @param {Document} root */
function left(root) {
  dragged?.removeAttribute("data-dragged");
  dragged = null;
  for (const one of root.querySelectorAll("[data-over]")) one.removeAttribute("data-over");
}

/** A choice in a card's menu. @param {SubmitEvent} event */
function chosen(event) {
  const form = event.target;
  const card = form instanceof HTMLFormElement && form.closest("[data-card]");
  if (!card || !(event.submitter instanceof HTMLButtonElement)) return;
  event.preventDefault();
  form.hidePopover();
  void move(card, event.submitter.value);
}

/** @param {Element} card @param {string} to */
async function move(card, to) {
  const form = card.querySelector("form");
  if (!form || card.hasAttribute("aria-busy")) return;
  const body = new FormData(form);
  body.set("to", to);
  card.setAttribute("aria-busy", "true");
  const answer = await renew(form.action, [BOARD, TOASTS], { method: "POST", body: new URLSearchParams(/** @type {any} */ (body)) }).catch(() => null);
  document.getElementById(card.id)?.removeAttribute("aria-busy");
  if (!answer?.ok) failed();
  else settle(card.id, answer);
}

function failed() {
  const words = document.getElementById(BOARD)?.getAttribute("data-failed");
  if (words) say(words, "danger");
}

/** Keep the focus on the card where it lies now. @param {string} id @param {Response} answer */
function settle(id, answer) {
  if (!answer.url.includes(location.pathname)) {
    location.assign(answer.url); // signed out in the meantime
    return;
  }
  prepare(document);
  for (const toast of document.querySelectorAll("[data-toasts] [data-toast]")) live(toast);
  const card = document.getElementById(id);
  const link = card?.querySelector("a[data-open], button");
  if (link instanceof HTMLElement) link.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

boards(document);
