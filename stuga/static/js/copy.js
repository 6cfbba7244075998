// @ts-check
/** Copies a secret that is shown once, or an example; marks it when one clicks into it. */

/** Without a clipboard no button is offered: the text can be marked in any case. */
function offer() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (button instanceof HTMLButtonElement && navigator.clipboard) button.hidden = false;
  }
}

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const held = document.getElementById(button.dataset.copy ?? "");
  if (!held) return;
  await navigator.clipboard.writeText(held instanceof HTMLTextAreaElement ? held.value : held.innerText);
  const words = button.querySelector("span");
  if (words) words.textContent = button.dataset.copied ?? "";
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
  if (button instanceof HTMLButtonElement) copy(button);
});
document.addEventListener("focusin", ({ target }) => {
  if (target instanceof HTMLTextAreaElement && target.matches("[data-secret]")) target.select();
});
document.addEventListener("stuga:renewed", offer);
offer();
