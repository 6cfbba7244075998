// @ts-check
/** Menus are `<details>`: here they close at Escape or a click beside them, and arrows move. */

const ITEMS = "a[href], button:not([hidden])";

/** @param {Document} root @param {AbortSignal} [signal] */
export function menus(root, signal) {
  root.addEventListener("click", (event) => closeOthers(root, event.target), { signal });
  root.addEventListener("focusin", (event) => closeOthers(root, event.target), { signal });
  root.addEventListener("keydown", (event) => pressed(/** @type {KeyboardEvent} */ (event)), { signal });
}

/** @param {Document} root @param {EventTarget | null} target */
function closeOthers(root, target) {
  for (const menu of root.querySelectorAll("details[data-menu][open]")) {
    if (!(target instanceof Node && menu.contains(target))) menu.removeAttribute("open");
  }
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const menu = event.target instanceof Element && event.target.closest("details[data-menu]");
  if (!menu) return;
  if (event.key === "Escape" && menu.hasAttribute("open")) {
    menu.removeAttribute("open");
    menu.querySelector("summary")?.focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    menu.setAttribute("open", "");
    step(menu, event.key === "ArrowDown" ? 1 : -1);
  }
}

/** @param {Element} menu @param {number} by */
function step(menu, by) {
  const items = [...menu.querySelectorAll(ITEMS)].filter((item) => item.checkVisibility());
  const here = items.indexOf(/** @type {Element} */ (document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : items.length - 1) : (here + by + items.length) % items.length;
  const item = items[next];
  if (item instanceof HTMLElement) item.focus();
}
