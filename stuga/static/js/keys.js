// @ts-check
/** Keys of every page: Ctrl+K finds places and acts, `?` lists the keys. What they open is fetched then. */

const TYPED_IN = "input, select, textarea, [contenteditable]";

/** @param {Document} root @param {AbortSignal} [signal] */
export function keys(root, signal) {
  const link = root.querySelector("a[data-palette]");
  if (!(link instanceof HTMLAnchorElement)) return;
  root.addEventListener("keydown", (event) => pressed(link, event), { signal });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void find(link);
  }, { signal });
}

/** @param {HTMLAnchorElement} link @param {KeyboardEvent} event */
function pressed(link, event) {
  const target = event.target instanceof Element ? event.target : null;
  const isHeld = event.ctrlKey || event.metaKey;
  if (event.defaultPrevented || event.altKey || document.querySelector("dialog[open]")) return;
  if (isHeld && !event.shiftKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    void find(link);
  } else if (event.key === "?" && !isHeld && !target?.closest(TYPED_IN) && !document.body.hasAttribute("data-no-single-keys")) {
    event.preventDefault();
    void brought(link, "keymap").then(({ openKeys }) => openKeys(link.dataset.map ?? ""));
  }
}

/** What is typed meanwhile goes into it. @param {HTMLAnchorElement} link */
async function find(link) {
  let typed = "";
  const stop = new AbortController();
  document.addEventListener("keydown", (event) => {
    if (event.key.length > 1 || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    typed += event.key;
  }, { signal: stop.signal, capture: true });
  const { openPalette } = await brought(link, "palette").finally(() => stop.abort());
  openPalette(link, typed);
}

/** Fetch a module and the styles of what it shows, once. @param {HTMLAnchorElement} link @param {string} name */
async function brought(link, name) {
  const address = link.dataset.palette ?? "";
  if (!document.head.querySelector("link[data-brought]")) {
    const styles = document.createElement("link");
    styles.rel = "stylesheet";
    styles.href = link.dataset.styles ?? "";
    styles.setAttribute("data-brought", "");
    const there = new Promise((done) => ["load", "error"].forEach((how) => styles.addEventListener(how, done)));
    document.head.append(styles);
    await there;
  }
  return import(new URL(`${name}.js`, new URL(address, location.href)).href);
}
