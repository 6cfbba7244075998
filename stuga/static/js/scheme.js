// @ts-check
/** Light, dark, or as the system says: shown at once, kept in a cookie the server reads. */

/** @param {Document} root @param {AbortSignal} [signal] */
export function schemes(root, signal) {
  for (const group of root.querySelectorAll("[data-schemes]")) {
    group.removeAttribute("hidden");
    group.addEventListener("click", (event) => choose(root, event.target), { signal });
  }
}

/** @param {Document} root @param {EventTarget | null} target */
function choose(root, target) {
  const button = target instanceof Element && target.closest("[data-scheme-choice]");
  if (!button) return;
  const scheme = button.getAttribute("data-scheme-choice") ?? "auto";
  root.documentElement.setAttribute("data-scheme", scheme);
  root.querySelector("meta[name=color-scheme]")?.setAttribute("content", scheme === "auto" ? "light dark" : scheme);
  root.cookie = `stuga-scheme=${scheme}; Path=/; Max-Age=31536000; SameSite=Lax`;
  for (const each of root.querySelectorAll("[data-scheme-choice]")) {
    each.setAttribute("aria-pressed", String(each.getAttribute("data-scheme-choice") === scheme));
  }
}
