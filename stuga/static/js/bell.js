// @ts-check
/** The bell counts on while its page is looked at: one light question a minute, none while hidden. */

const PAUSE = 60_000;

/** @param {Document} page */
export function bells(page) {
  const bell = page.querySelector("a[data-bell]");
  const badge = bell?.querySelector(".badge");
  if (!(bell instanceof HTMLElement) || !(badge instanceof HTMLElement)) return;
  let asked = Date.now();

  async function ask() {
    if (page.hidden || Date.now() - asked < PAUSE) return;
    asked = Date.now();
    const headers = { accept: "application/json" };
    const answer = await fetch(bell?.dataset.bell ?? "", { headers }).catch(() => null);
    if (!answer?.ok || !badge) return;
    const { count, words } = await answer.json();
    badge.textContent = count;
    badge.toggleAttribute("hidden", !count);
    bell?.setAttribute("aria-label", words);
    bell?.setAttribute("title", words);
  }

  setInterval(() => void ask(), PAUSE / 4);
  page.addEventListener("visibilitychange", () => void ask());
}
