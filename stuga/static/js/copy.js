// @ts-check
/** Copies a secret that is shown once, and marks it when one clicks into it. */

for (const button of document.querySelectorAll("[data-copy]")) {
  if (button instanceof HTMLButtonElement && navigator.clipboard) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
for (const secret of document.querySelectorAll("[data-secret]")) {
  secret.addEventListener("focus", () => secret instanceof HTMLTextAreaElement && secret.select());
}

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const secret = document.getElementById(button.dataset.copy ?? "");
  if (!(secret instanceof HTMLTextAreaElement)) return;
  await navigator.clipboard.writeText(secret.value);
  const words = button.querySelector("span");
  if (words) words.textContent = button.dataset.copied ?? "";
}
