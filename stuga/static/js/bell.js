// @ts-check
/** Asks once a minute how many notifications wait, while the page is looked at. */

/** @param {Document} page */
export function bells(page) {
  /** @type {HTMLElement | null} */
  const bell = page.querySelector("[data-bell]");
  if (!bell) return;
  setInterval(async () => {
    if (page.hidden) return;
    const answer = await fetch(bell.dataset.bell ?? "").catch(() => null);
    if (!answer?.ok) return;
    const { count, words } = await answer.json();
    for (const badge of page.querySelectorAll("[data-bell-count]")) {
      badge.textContent = count;
      badge.toggleAttribute("hidden", !count);
    }
    bell.title = bell.ariaLabel = words;
  }, 60_000);
}
