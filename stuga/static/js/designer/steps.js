// @ts-check
/** Steps that can be undone: what takes each back, what does it again, and where they join. */

/**
 * A step leads from one revision to the next; `undo` and `redo` are JSON Patch, as the server sent.
 * @typedef {{ undo: string, redo: string }} Step
 * @typedef {{ revision: number, done: Step[], undone: Step[] }} Steps
 */

const MOST = 100;

/** @param {number} revision @returns {Steps} */
export function none(revision) {
  return { revision, done: [], undone: [] };
}

/** Keep what was kept only if nobody saved in between. @param {unknown} kept @param {number} revision @returns {Steps} */
export function resumed(kept, revision) {
  const found = /** @type {Partial<Steps> | null} */ (typeof kept === "object" ? kept : null);
  const fits = found?.revision === revision && Array.isArray(found.done) && Array.isArray(found.undone);
  return fits ? /** @type {Steps} */ (found) : none(revision);
}

/** Note an act; what had been undone before it is gone. @param {Steps} steps @param {number} revision @param {Step} step @returns {Steps} */
export function noted(steps, revision, step) {
  if (!step.undo) return { ...steps, revision };
  return { revision, done: [...steps.done, step].slice(-MOST), undone: [] };
}

/** The patch to send next, or "". @param {Steps} steps @param {"undo" | "redo"} way */
export function next(steps, way) {
  return (way === "undo" ? steps.done.at(-1)?.undo : steps.undone.at(-1)?.redo) ?? "";
}

/** Note that the patch was carried out. @param {Steps} steps @param {"undo" | "redo"} way @param {number} revision @returns {Steps} */
export function stepped(steps, way, revision) {
  const [from, to] = way === "undo" ? [steps.done, steps.undone] : [steps.undone, steps.done];
  const step = from.at(-1);
  if (!step) return { ...steps, revision };
  const [left, right] = [from.slice(0, -1), [...to, step]];
  return way === "undo" ? { revision, done: left, undone: right } : { revision, done: right, undone: left };
}
