// @ts-check
/** Looks how a job goes once a second, and stops looking when it is over. */

import { renew } from "./swap.js";

const PAUSE = 1000;

/** @param {ParentNode} root @param {AbortSignal} [signal] */
export function watch(root, signal) {
  const state = root.querySelector("[data-import]");
  if (!(state instanceof HTMLElement) || state.dataset.over === "yes" || signal?.aborted) return;
  setTimeout(() => look(root, state, signal), PAUSE);
}

/** @param {ParentNode} root @param {HTMLElement} state @param {AbortSignal} [signal] */
async function look(root, state, signal) {
  // A page in the background asks no one; it looks again when someone does.
  if (document.hidden) {
    document.addEventListener("visibilitychange", () => watch(root, signal), { once: true, signal });
    return;
  }
  try {
    await renew(state.dataset.here ?? location.href, [state.id], { signal });
  } catch {
    // Offline, or the server restarts: the next look may find it.
  }
  watch(root, signal);
}

watch(document);
