// @ts-check
/** `commandfor` and `command` for browsers that do not know them yet. */

/** @param {Document} root @param {AbortSignal} [signal] */
export function dialogs(root, signal) {
  if ("command" in HTMLButtonElement.prototype) return;
  root.addEventListener("click", (event) => obey(root, event), { signal });
}

/** @param {Document} root @param {Event} event */
function obey(root, event) {
  const button = event.target instanceof Element && event.target.closest("[commandfor]");
  if (!button) return;
  const dialog = root.getElementById(button.getAttribute("commandfor") ?? "");
  if (!(dialog instanceof HTMLDialogElement)) return;
  if (button.getAttribute("command") === "show-modal") dialog.showModal();
  else dialog.close();
}
