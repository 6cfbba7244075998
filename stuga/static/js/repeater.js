// @ts-check
/**
 * Rows of a list come, go, move and are pasted without a new page. The server does it, as it does
 * for the same buttons without this module; here only the list is renewed, and focus kept. What is
 * typed meanwhile stays: then the server is asked again.
 */

import { comboboxes } from "./combobox.js";
import { parsed, written } from "./swap.js";
import { say } from "./toast.js";

/** @param {Document} root @param {AbortSignal} [signal] */
export function repeaters(root, signal) {
  root.addEventListener("pointerdown", () => { isDown = true; }, { capture: true, signal });
  for (const type of ["pointerup", "pointercancel"]) {
    root.addEventListener(type, () => { isDown = false; }, { capture: true, signal });
  }
  root.addEventListener("click", pressed, { signal });
  root.addEventListener("paste", pasted, { signal });
  root.addEventListener("change", chosen, { signal });
}

/** @param {Event} event */
function pressed(event) {
  const button = event.target instanceof Element && event.target.closest("button[data-row-act]");
  if (!(button instanceof HTMLButtonElement) || !button.form) return;
  event.preventDefault();
  if (!moving.has(button.form)) void act(button.form, button, button.value);
}

/** Cells of a spreadsheet fill rows, from where the caret is on. @param {ClipboardEvent} event */
function pasted(event) {
  const control = event.target;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const isCell = control instanceof HTMLInputElement && control.closest("[data-row]");
  if (!isCell || !control.form || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  void act(control.form, control, `paste:${control.name}`, { [`_paste.${control.name}`]: text });
}

/** @type {WeakMap<HTMLFormElement, Promise<void>>} */
const waiting = new WeakMap();

/** Forms whose rows are about to stand elsewhere: what is pressed now would be done to another row. */
const moving = new WeakSet();
const STAYS = /^(?:add|paste):/;

let isDown = false;

/**
 * Ask the server for the list as it is after an act; one act after another.
 * @param {HTMLFormElement} form @param {HTMLElement} at @param {string} act @param {{[name: string]: string}} [more]
 */
async function act(form, at, act, more = {}) {
  const list = outermost(at);
  if (!list) return;
  const before = waiting.get(form);
  if (!STAYS.test(act)) moving.add(form);
  list.ariaBusy = "true";
  const done = (async () => {
    await before;
    await asked(form, list.dataset.field ?? "", act, more);
    if (!STAYS.test(act)) moving.delete(form);
  })();
  waiting.set(form, done);
  await done;
}

/** @param {HTMLFormElement} form @param {string} name @param {string} act @param {{[name: string]: string}} more */
async function asked(form, name, act, more) {
  const body = new FormData(form);
  const list = listIn(form, name);
  const held = list && written(list);
  body.set("_do", act);
  for (const [one, text] of Object.entries(more)) body.set(one, text);
  const sending = { method: "POST", body, headers: { accept: "text/html" } };
  const answer = await fetch(form.action, sending).catch(() => null);
  const isThere = answer && answer.status < 500;
  const page = isThere && !answer.redirected ? parsed(await answer.text().catch(() => "")) : null;
  const fresh = page && listIn(page, name);
  await released();
  if (list && (!isThere || (page && !page.querySelector("main")))) stay(form, list);
  else if (!fresh || !list) send(form, act, more);
  else if (written(list) !== held) await asked(form, name, act, more);
  else renew(form, list, fresh);
}

/** Until nothing is being pressed: what is under the pointer would be gone before it is let go. */
async function released() {
  while (isDown) await new Promise((go) => setTimeout(go, 50));
}

/** @param {Element} at */
function outermost(at) {
  const list = at.closest("[data-repeater]");
  return list instanceof HTMLElement ? list : null;
}

/** @param {ParentNode} root @param {string} name */
function listIn(root, name) {
  const found = root.querySelector(`[data-repeater][data-field="${name}"]`);
  return found instanceof HTMLElement ? found : null;
}

/** @param {HTMLFormElement} form @param {HTMLElement} list @param {HTMLElement} fresh */
function renew(form, list, fresh) {
  list.replaceChildren(...fresh.childNodes);
  list.ariaBusy = null;
  comboboxes(list);
  const next = list.querySelector("[autofocus]:not(:disabled)") ?? list.querySelector("[data-row-act]:not(:disabled)");
  if (next instanceof HTMLElement) next.focus();
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Nothing came, or nothing of ours: all stays as it is. @param {HTMLFormElement} form @param {HTMLElement} list */
function stay(form, list) {
  list.ariaBusy = null;
  say(form.dataset.unsent ?? "", "danger");
}

/**
 * Send it the ordinary way: the answer is another page.
 * @param {HTMLFormElement} form @param {string} act @param {{[name: string]: string}} more
 */
function send(form, act, more) {
  for (const [name, value] of Object.entries({ ...more, _do: act })) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  form.submit();
}

/** A record that was searched for joins those that are ticked. @param {Event} event */
function chosen(event) {
  const value = event.target;
  const name = value instanceof HTMLInputElement ? value.dataset.adds : undefined;
  if (!name || !(value instanceof HTMLInputElement) || !value.value) return;
  const list = document.querySelector(`[data-many="${CSS.escape(name)}"]`);
  const search = value.parentElement?.querySelector("input[role=combobox]");
  if (!(list instanceof HTMLElement) || !(search instanceof HTMLInputElement)) return;
  const there = [...list.querySelectorAll("input")].find((one) => one.value === value.value);
  if (there) there.checked = true;
  else list.append(box(name, value.value, search.value, `${search.id}-${value.value}`));
  search.value = "";
  search.dispatchEvent(new Event("input"));
}

/** @param {string} name @param {string} value @param {string} label @param {string} id */
function box(name, value, label, id) {
  const row = document.createElement("div");
  row.className = "choice-row";
  const tick = document.createElement("input");
  Object.assign(tick, { type: "checkbox", className: "check", id, name, value, checked: true });
  tick.dataset.kind = "references";
  const words = document.createElement("label");
  words.htmlFor = id;
  words.textContent = label;
  row.append(tick, words);
  return row;
}

repeaters(document);
