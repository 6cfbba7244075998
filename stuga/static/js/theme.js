// @ts-check
/** A look that is being chosen shows on the page at once: the server derives it, a link brings it. */

import { renew } from "./swap.js";

const PAUSE = 200;
let timer = 0;

/** @param {Document} root @param {AbortSignal} [signal] */
export function themes(root, signal) {
  const form = root.querySelector("form[data-theme-form]");
  if (!(form instanceof HTMLFormElement)) return;
  form.querySelector("[data-theme-try]")?.setAttribute("hidden", "");
  form.addEventListener("input", (event) => {
    const own = form.elements.namedItem("own");
    const isColour = event.target instanceof Element && event.target.matches("[data-theme-accent]");
    if (isColour && own instanceof HTMLInputElement) own.checked = true;
    clearTimeout(timer);
    timer = window.setTimeout(() => void show(form), PAUSE);
  }, { signal });
}

/** @param {HTMLFormElement} form */
async function show(form) {
  const data = new FormData(form);
  const chosen = (/** @type {string} */ name, /** @type {string} */ otherwise) => String(data.get(name) || otherwise);
  const accent = data.get("own") ? chosen("accent", "").slice(1) : (form.dataset.accent ?? "own");
  const name = [accent, chosen("corner", form.dataset.corner ?? "soft"), chosen("density", form.dataset.density ?? "comfortable"), "new"].join("-");
  const link = document.head.querySelector("link[data-theme-tried]") ?? document.createElement("link");
  link.setAttribute("rel", "stylesheet");
  link.setAttribute("data-theme-tried", "");
  link.setAttribute("href", `${document.body.dataset.root}/theme/${name}.css`);
  document.head.append(link);
  const address = new URL(location.href);
  data.delete("_csrf");
  address.search = new URLSearchParams(/** @type {[string, string][]} */ ([...data])).toString();
  await renew(address.href, ["theme-derived"]);
}

themes(document);
