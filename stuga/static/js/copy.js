// @ts-check
/** Copies a secret that is shown once, or an example; marks a secret when one clicks into it. */

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
  const held = document.getElementById(button.dataset.copy ?? "");
  if (!held) return;
  await navigator.clipboard.writeText(held instanceof HTMLTextAreaElement ? held.value : held.innerText);
  const words = button.querySelector("span");
  if (words) words.textContent = button.dataset.copied ?? "";
}
