// @ts-check
/** The keys of this page, in a dialog: those groups of the page of all keys that matter here. */

import { parsed } from "./swap.js";

/** @type {HTMLDialogElement | null} */
let dialog = null;

/** @param {string} address the page of all keys */
export async function openKeys(address) {
  if (dialog?.open) return;
  dialog?.remove();
  const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  const fresh = answer?.ok ? parsed(await answer.text()).querySelector("dialog[data-keys-here]") : null;
  if (!(fresh instanceof HTMLDialogElement)) {
    location.assign(address);
    return;
  }
  dialog = /** @type {HTMLDialogElement} */ (document.importNode(fresh, true));
  for (const group of dialog.querySelectorAll("[data-where]")) {
    if (!document.querySelector(group.getAttribute("data-where") ?? "")) group.remove();
  }
  document.body.append(dialog);
  dialog.showModal();
}
