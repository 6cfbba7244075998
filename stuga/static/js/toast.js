// @ts-check
/** Toasts leave by themselves, wait while looked at, and take back with a button or Ctrl+Z. */

const SHOWN_MS = 10_000;
const TYPING = "input, textarea, select, [contenteditable]";

/** @param {Document} root @param {AbortSignal} [signal] */
export function toasts(root, signal) {
  for (const toast of root.querySelectorAll("[data-toasts] [data-toast]")) live(toast);
  root.addEventListener("keydown", (event) => undo(root, /** @type {KeyboardEvent} */ (event)), { signal });
}

/**
 * Say a sentence that the server has written, in the page's live region.
 * @param {string} text @param {string} [tone] @returns {Element | undefined}
 */
export function say(text, tone = "neutral") {
  const template = document.querySelector("[data-toast-template]");
  const list = document.querySelector("[data-toasts]");
  if (!(template instanceof HTMLTemplateElement) || !list) return undefined;
  const piece = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const toast = piece.querySelector("[data-toast]");
  const words = piece.querySelector("[data-toast-text]");
  if (!toast || !words) return undefined;
  toast.setAttribute("data-tone", tone);
  words.textContent = text;
  list.append(piece);
  live(toast);
  return toast;
}

/** @param {Element} toast */
export function live(toast) {
  let timer = 0;
  const wait = () => { timer = setTimeout(() => leave(toast), SHOWN_MS); };
  const stay = () => clearTimeout(timer);
  for (const event of ["pointerenter", "focusin"]) toast.addEventListener(event, stay);
  for (const event of ["pointerleave", "focusout"]) toast.addEventListener(event, wait);
  const close = toast.querySelector("[data-toast-close]");
  close?.removeAttribute("hidden");
  close?.addEventListener("click", () => leave(toast));
  wait();
}

/** @param {Element} toast */
function leave(toast) {
  toast.setAttribute("data-leaving", "");
  const moving = Promise.all(toast.getAnimations().map((animation) => animation.finished));
  moving.catch(() => undefined).then(() => toast.remove());
}

/** @param {Document} root @param {KeyboardEvent} event */
function undo(root, event) {
  const keys = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
  if (!keys || event.defaultPrevented) return;
  if (event.target instanceof Element && event.target.closest(TYPING)) return;
  const forms = root.querySelectorAll("[data-toast-undo]");
  const form = forms[forms.length - 1];
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  form.requestSubmit();
}
