// @ts-check
/** Keys of the builder: undo and redo everywhere, from part to part, and those that its buttons name. */

const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

/** Where one works, in turn. */
const PARTS = ["[data-tree]", "[data-canvas]", ".desk-panel", ".desk-add"];
const STOPS = "a[href], :is(button, select, textarea, input:not([type=hidden])):enabled, summary";

/** Go on to the next part of the designer, or back to the one before. @param {number} by */
function onward(by) {
  const parts = PARTS.map((one) => document.querySelector(one)).filter((part) => part?.checkVisibility());
  const here = parts.findIndex((part) => part?.contains(document.activeElement));
  const part = parts.at(here < 0 && by < 0 ? -1 : (here + by) % parts.length);
  if (!(part instanceof HTMLElement)) return false;
  const stops = [...part.querySelectorAll("[aria-current]"), ...part.querySelectorAll(STOPS)];
  const stop = part.tabIndex === 0 ? part : stops.find((one) => one.checkVisibility());
  if (stop instanceof HTMLElement) stop.focus();
  return true;
}

/** Write the pressed keys as `data-key` does. @param {KeyboardEvent} event */
export function combination(event) {
  const held = [["Control", event.ctrlKey || event.metaKey], ["Alt", event.altKey], ["Shift", event.shiftKey]];
  const names = held.filter(([, on]) => on).map(([name]) => name);
  return [...names, event.key.length === 1 ? event.key.toLowerCase() : event.key].join("+");
}

/**
 * Call back for undo and redo, and press the button that names the keys; never while typing.
 * @param {(way: "undo" | "redo") => boolean} step @param {AbortSignal} [signal]
 */
export function keys(step, signal) {
  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (/^(?:Shift\+)?F6$/.test(combination(event)) && onward(event.shiftKey ? -1 : 1)) return event.preventDefault();
    if (event.defaultPrevented || target.closest(TYPING)) return;
    const pressed = combination(event);
    if (pressed === "Control+z" && step("undo")) return event.preventDefault();
    if ((pressed === "Control+Shift+z" || pressed === "Control+y") && step("redo")) return event.preventDefault();
    const button = document.querySelector(`[data-keys] [data-key="${CSS.escape(pressed)}"]`);
    // Alt and an arrow are the browser's Back and Forward, but where an element is selected.
    const isOnDesk = target.closest("[data-tree], [data-keys]") || target === document.body;
    if (button instanceof HTMLButtonElement && isOnDesk && !button.disabled) {
      event.preventDefault();
      button.click();
    }
  }, { signal, capture: true });
}
