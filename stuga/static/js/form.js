// @ts-check
/**
 * What makes a form pleasant: questions come and go with the answers, mistakes are told on leaving
 * a filled field and forgotten as soon as it is right. The server decides everything again.
 */

import { holds, read } from "./conditions.js";

const combobox = "./combobox.js"; // only for forms in which records are looked for

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

/** @param {ParentNode} root @param {AbortSignal} [signal] */
export function forms(root, signal) {
  for (const form of root.querySelectorAll("form[data-form]")) {
    if (form instanceof HTMLFormElement) enhance(form, signal);
  }
}

/** @param {HTMLFormElement} form @param {AbortSignal} [signal] */
function enhance(form, signal) {
  const show = conditional(form);
  show();
  form.addEventListener("input", (event) => {
    forgive(event.target);
    show();
  }, { signal });
  form.addEventListener("change", (event) => {
    forgive(event.target);
    show();
  }, { signal });
  judging(form, signal);
  form.addEventListener("click", (event) => follow(event), { signal });
  if (form.querySelector("[data-search]")) void import(combobox).then((module) => module.comboboxes(form, signal));
  const summary = form.querySelector("[data-error-summary]");
  if (summary instanceof HTMLElement) summary.focus();
}

/**
 * Judge what one leaves; while a pointer is down, after it is up: words that come in between would
 * move the button from under it, and a press of Save would come to nothing.
 * @param {HTMLFormElement} form @param {AbortSignal} [signal]
 */
function judging(form, signal) {
  let isDown = false;
  /** @type {(EventTarget | null)[]} */
  const left = [];
  form.addEventListener("pointerdown", () => { isDown = true; }, { capture: true, signal });
  form.addEventListener("focusout", (event) => (isDown ? left.push(event.target) : judge(event.target)), { signal });
  for (const type of ["pointerup", "pointercancel"]) {
    form.ownerDocument.addEventListener(type, () => {
      isDown = false;
      setTimeout(() => left.splice(0).forEach(judge));
    }, { signal });
  }
}

/**
 * A function that shows and hides what the answers ask for.
 * @param {HTMLFormElement} form
 */
function conditional(form) {
  const world = JSON.parse(form.dataset.world ?? "{}");
  const known = Object.entries(JSON.parse(form.dataset.known ?? "{}"));
  const parts = [...form.querySelectorAll("[data-show], [data-required]")].filter((part) => part instanceof HTMLElement);
  const conditions = new Map(parts.map((part) => [part, {
    show: JSON.parse(part.dataset.show ?? "null"),
    required: JSON.parse(part.dataset.required ?? "null"),
  }]));
  if (!parts.length) return () => {};
  return () => {
    // A hidden answer hides and shows nothing; so until nothing changes, at most once for each.
    for (let round = 0; round <= parts.length; round += 1) {
      const { data, kinds } = answers(form, known);
      let changed = false;
      for (const [part, { show, required }] of conditions) {
        if (show) changed = toggled(part, !holds(show, data, world, kinds)) || changed;
        if (required) require(part, holds(required, data, world, kinds));
      }
      if (!changed) break;
    }
    noteShown(form);
  };
}

/** @param {HTMLElement} part @param {boolean} hidden @returns {boolean} whether that is new */
function toggled(part, hidden) {
  if (part.hidden === hidden) return false;
  part.hidden = hidden;
  return true;
}

/** @param {HTMLElement} field @param {boolean} required */
function require(field, required) {
  for (const mark of field.querySelectorAll("[data-optional]")) mark.toggleAttribute("hidden", required);
  for (const control of field.querySelectorAll("[data-kind]:not([type=checkbox], [type=hidden])")) {
    control.toggleAttribute("required", required);
  }
}

/**
 * The answers of the form as they stand, without those that are hidden.
 * @param {HTMLFormElement} form @param {[string, any][]} known
 */
function answers(form, known) {
  /** @type {{[key: string]: any}} */
  const data = Object.fromEntries(known.map(([key, [, value]]) => [key, value]));
  /** @type {{[key: string]: string}} */
  const kinds = Object.fromEntries(known.map(([key, [kind]]) => [key, kind]));
  /** @type {Map<string, string[]>} */
  const texts = new Map();
  for (const control of form.querySelectorAll("[data-kind]")) {
    const { name, value } = /** @type {Control} */ (control);
    const part = control.getAttribute("data-part");
    if (part) {
      // One of several inputs for one value; a country alone is no address.
      if (value.trim() && part !== "country") data[name.slice(0, -part.length - 1)] = [value];
      continue;
    }
    kinds[name] = control.getAttribute("data-kind") ?? "text";
    const told = texts.get(name) ?? [];
    if (control.closest("[data-show][hidden]") === null && isGiven(control)) told.push(value);
    texts.set(name, told);
  }
  for (const [name, told] of texts) data[name] = read(kinds[name], told, form.dataset.thousands);
  return { data, kinds };
}

/** @param {Element} control */
function isGiven(control) {
  const ticks = control instanceof HTMLInputElement && ["radio", "checkbox"].includes(control.type);
  return !ticks || control.checked;
}

/** Tell the server which questions this person has seen. @param {HTMLFormElement} form */
function noteShown(form) {
  for (const field of form.querySelectorAll("[data-show] [data-field], [data-show][data-field]")) {
    const key = field.getAttribute("data-field") ?? "";
    form.querySelector(`[data-shown][value="${key}"]`)?.remove();
    if (field.closest("[data-show][hidden]")) continue;
    const note = document.createElement("input");
    note.type = "hidden";
    note.name = "_shown";
    note.value = key;
    note.dataset.shown = "";
    form.append(note);
  }
}

/** Check a filled control that is being left. @param {EventTarget | null} target */
function judge(target) {
  const field = fieldOf(target);
  if (!field || !isControl(target) || target.value.trim() === "") return;
  const mistake = mistakeIn(target);
  const words = mistake && field.getAttribute(`data-error-${mistake}`);
  if (words) tell(field, target, words);
}

/** Take the message back as soon as the control is right. @param {EventTarget | null} target */
function forgive(target) {
  const field = fieldOf(target);
  if (!field?.hasAttribute("data-invalid") || !isControl(target)) return;
  if (target.value.trim() === "" ? target.required : mistakeIn(target)) return;
  tell(field, target, "");
}

/** The word for what the browser finds wrong, or "". @param {Control} control */
function mistakeIn(control) {
  const { validity, value, dataset } = control;
  if (validity.badInput || validity.patternMismatch || validity.typeMismatch) return "type";
  if (dataset.most && [...value].length > Number(dataset.most)) return "long";
  if (dataset.least && [...value].length < Number(dataset.least)) return "short";
  return "";
}

/** @param {Element} field @param {Control} control @param {string} words */
function tell(field, control, words) {
  const place = field.querySelector("[data-error]");
  if (!place) return;
  place.textContent = words;
  place.parentElement?.toggleAttribute("hidden", !words);
  field.toggleAttribute("data-invalid", Boolean(words));
  for (const one of field.querySelectorAll("[data-kind]")) {
    if (words) one.setAttribute("aria-invalid", "true");
    else one.removeAttribute("aria-invalid");
  }
}

/** Put the focus into the control that a line of the error summary names. @param {Event} event */
function follow(event) {
  const link = event.target instanceof Element && event.target.closest("[data-error-summary] a[href^='#']");
  const control = link && document.getElementById(link.getAttribute("href")?.slice(1) ?? "");
  if (!control) return;
  event.preventDefault();
  control.focus({ preventScroll: true });
  (control.closest("[data-field]") ?? control).scrollIntoView({ block: "center" });
}

/** @param {EventTarget | null} target */
function fieldOf(target) {
  return target instanceof Element ? target.closest("[data-field]") : null;
}

/** @param {EventTarget | null} target @returns {target is Control} */
function isControl(target) {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

forms(document);
