// @ts-check
/**
 * What a browser keeps of forms against a crash: only what the server does not have yet, a day at
 * most, and nothing once the form is sent or the person has signed out.
 */

const KEPT = "stuga.typed ";
const DAY = 86_400_000;

let isOver = false;

/** @typedef {{at: number, action: string, pairs: [string, string][]}} Copy */

/** @param {Document} root @param {AbortSignal} [signal] */
export function copies(root, signal) {
  const sent = new Set(cookies(root).flatMap(([name, value]) => (name.endsWith(".sent") ? value.split(".") : [])));
  for (const [name, copy] of all()) {
    if (Date.now() - copy.at > DAY || sent.has(name.split(" ").at(-1) ?? "")) drop(name);
  }
  root.addEventListener("submit", (event) => {
    const action = event.target instanceof HTMLFormElement ? event.target.action : "";
    if (action.endsWith("/sign-out")) dropAll(action.slice(0, -"/sign-out".length));
  }, { signal });
}

/** @param {string} tenant */
function dropAll(tenant) {
  isOver = true;
  for (const [name, copy] of all()) if (copy.action.startsWith(`${tenant}/`)) drop(name);
}

/** @param {Document} root */
function cookies(root) {
  return root.cookie.split("; ").map((one) => /** @type {[string, string]} */ (one.split("=", 2)));
}

/** @returns {[string, Copy][]} */
export function all() {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(KEPT));
    return names.map((name) => [name, JSON.parse(localStorage.getItem(name) ?? "")]);
  } catch {
    return [];
  }
}

/** Name the copy of a sitting at a form: of one tenant's one person. @param {HTMLFormElement} form */
export function nameOf(form, sitting = "") {
  return `${KEPT}${form.action.split("/apps/")[0]} ${form.dataset.copies} ${sitting}`;
}

/** @param {string} name @param {Copy} copy */
export function store(name, copy) {
  if (isOver) return;
  try {
    localStorage.setItem(name, JSON.stringify(copy));
  } catch {
    // no room, or no storage: the server's copy has to do
  }
}

/** @param {string} name */
export function drop(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // nothing was stored either
  }
}
