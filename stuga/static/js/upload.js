// @ts-check
/** A file can be dropped anywhere on its field, as if it were chosen there; fields may come later. */

/** @param {Document} root @param {AbortSignal} [signal] */
export function drops(root, signal) {
  root.addEventListener("dragover", (event) => {
    const place = placeOf(event);
    if (!place) return;
    event.preventDefault();
    place.toggleAttribute("data-over", true);
  }, { signal });
  root.addEventListener("dragleave", (event) => {
    const place = placeOf(event);
    const isWithin = event.relatedTarget instanceof Node && place?.contains(event.relatedTarget);
    if (!isWithin) place?.removeAttribute("data-over");
  }, { signal });
  root.addEventListener("drop", (event) => {
    const place = placeOf(event);
    if (!place) return;
    event.preventDefault();
    place.removeAttribute("data-over");
    const input = place.querySelector("input[type=file]");
    if (input instanceof HTMLInputElement && !input.disabled) give(input, [...event.dataTransfer?.files ?? []]);
  }, { signal });
}

/** @param {Event} event */
function placeOf(event) {
  return event.target instanceof Element ? event.target.closest("[data-file-drop]") : null;
}

/** @param {HTMLInputElement} input @param {File[]} files */
function give(input, files) {
  const given = new DataTransfer();
  for (const file of input.multiple ? files : files.slice(0, 1)) given.items.add(file);
  if (!given.files.length) return;
  input.files = given.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

drops(document);
