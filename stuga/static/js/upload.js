// @ts-check
/** A file can be dropped anywhere on its field; the browser's own control shows its name. */

/** @param {ParentNode} root @param {AbortSignal} [signal] */
export function drops(root, signal) {
  for (const place of root.querySelectorAll("[data-file-drop]")) {
    if (place instanceof HTMLElement) ready(place, signal);
  }
}

/** @param {HTMLElement} place @param {AbortSignal} [signal] */
function ready(place, signal) {
  const input = place.querySelector("input[type=file]");
  if (!(input instanceof HTMLInputElement)) return;
  const over = (/** @type {boolean} */ on) => place.toggleAttribute("data-over", on);
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  }, { signal });
  place.addEventListener("dragleave", () => over(false), { signal });
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    const files = event.dataTransfer?.files;
    if (files?.length) input.files = files;
  }, { signal });
}

drops(document);
