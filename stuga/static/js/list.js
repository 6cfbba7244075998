// @ts-check
/** Keys in a list: j and k move, x ticks, Enter opens, / searches. And a friendlier filter editor. */

const TYPED_IN = "input, select, textarea, [contenteditable]";

/** @param {ParentNode} root @param {AbortSignal} [signal] */
export function lists(root, signal) {
  const list = root.querySelector("[data-list]");
  if (!(list instanceof HTMLElement)) return;
  if (!document.body.hasAttribute("data-no-single-keys")) {
    document.addEventListener("keydown", (event) => pressed(list, event), { signal });
  }
  counting(list, signal);
  const editor = list.querySelector("[data-filters]");
  if (editor instanceof HTMLDetailsElement) filters(editor, signal);
}

/** Say how many rows are chosen. @param {HTMLElement} list @param {AbortSignal} [signal] */
function counting(list, signal) {
  const told = list.querySelector("[data-chosen]");
  if (!(told instanceof HTMLElement)) return;
  const count = () => {
    const chosen = list.querySelectorAll("input[data-tick]:checked").length;
    told.hidden = !chosen || list.querySelector("input[name=all]:checked") !== null;
    told.textContent = (told.dataset.chosen ?? "").replace("{n}", String(chosen));
  };
  list.addEventListener("change", count, { signal });
  window.addEventListener("pageshow", count, { signal });
  count();
}

/** @param {HTMLElement} list @param {KeyboardEvent} event */
function pressed(list, event) {
  const target = event.target instanceof Element ? event.target : null;
  if (event.ctrlKey || event.metaKey || event.altKey || target?.closest(TYPED_IN)) return;
  const act = { j: () => move(list, 1), k: () => move(list, -1), x: () => tick(list), "/": () => search(list) }[event.key];
  if (act?.()) event.preventDefault();
}

/** @param {HTMLElement} list @param {number} by */
function move(list, by) {
  const links = [...list.querySelectorAll("[data-row] a[data-open]")];
  const here = links.findIndex((link) => link.closest("[data-row]")?.contains(document.activeElement));
  const next = links[here < 0 ? 0 : Math.min(Math.max(here + by, 0), links.length - 1)];
  if (!(next instanceof HTMLElement)) return false;
  next.focus({ preventScroll: true });
  next.closest("[data-row]")?.scrollIntoView({ block: "nearest" });
  return true;
}

/** @param {HTMLElement} list */
function tick(list) {
  const row = document.activeElement?.closest("[data-row]");
  const box = row && list.contains(row) ? row.querySelector("input[data-tick]") : null;
  if (!(box instanceof HTMLInputElement)) return false;
  box.click();
  return true;
}

/** @param {HTMLElement} list */
function search(list) {
  const box = list.querySelector("[data-search-box]");
  if (!(box instanceof HTMLInputElement)) return false;
  box.focus();
  box.select();
  return true;
}

/** @param {HTMLDetailsElement} editor @param {AbortSignal} [signal] */
function filters(editor, signal) {
  for (const line of editor.querySelectorAll("[data-filter-line]")) prepare(line);
  editor.addEventListener("change", (event) => changed(event.target), { signal });
  editor.addEventListener("click", (event) => removed(editor, event.target), { signal });
  editor.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    editor.open = false;
    editor.querySelector("summary")?.focus();
  }, { signal });
  // It lies upon the page, so it closes when the focus goes on below it.
  editor.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !editor.contains(relatedTarget)) editor.open = false;
  }, { signal });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && event.target.isConnected && !editor.contains(event.target)) editor.open = false;
  }, { signal });
}

/** @param {Element} line */
function prepare(line) {
  line.querySelector("[data-remove-line]")?.removeAttribute("hidden");
  const operator = line.querySelector("[data-operator]");
  // "is empty" and "is filled" take no value.
  const isAlone = operator instanceof HTMLSelectElement && ["empty", "filled"].includes(operator.value);
  line.querySelector("[data-filter-value]")?.toggleAttribute("data-unused", isAlone);
}

/** @param {EventTarget | null} target */
function changed(target) {
  if (!(target instanceof HTMLSelectElement)) return;
  const line = target.closest("[data-filter-line]");
  if (line) prepare(line);
}

/** @param {Element} editor @param {EventTarget | null} target */
function removed(editor, target) {
  const button = target instanceof Element && target.closest("[data-remove-line]");
  if (!button) return;
  button.closest("[data-filter-line]")?.remove();
  const next = editor.querySelector("[data-remove-line], [data-add]");
  if (next instanceof HTMLElement) next.focus();
}

lists(document);
