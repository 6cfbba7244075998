// @ts-check
/** A pressed button shows at once that it was pressed, and a form is not sent twice. */

/** @param {Document} root @param {AbortSignal} [signal] */
export function busyForms(root, signal) {
  root.addEventListener("submit", (event) => sending(/** @type {SubmitEvent} */ (event)), { signal });
  // Coming back with the browser's Back shows the page as it was left.
  addEventListener("pageshow", () => rest(root), { signal });
}

/** @param {SubmitEvent} event */
function sending(event) {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.target) return;
  if (form.hasAttribute("data-sending")) {
    event.preventDefault();
    return;
  }
  form.setAttribute("data-sending", "");
  event.submitter?.setAttribute("data-busy", "sent");
  event.submitter?.setAttribute("aria-busy", "true");
}

/** Take busy marks away below the root. @param {ParentNode} root */
export function rest(root) {
  for (const form of root.querySelectorAll("[data-sending]")) form.removeAttribute("data-sending");
  for (const button of root.querySelectorAll("[data-busy=sent]")) {
    button.removeAttribute("data-busy");
    button.removeAttribute("aria-busy");
  }
}
