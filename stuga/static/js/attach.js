// @ts-check
/**
 * Files of a form go up when they are chosen, each with its progress; one that failed can be sent
 * again. What has not gone up is still in the control, and travels with the form.
 */

import "./upload.js";

/** @typedef {{ id: string, name: string, about: string, thumb: string }} Taken */

/** @param {Document} root @param {AbortSignal} [signal] */
export function attachments(root, signal) {
  root.addEventListener("change", (event) => {
    const input = event.target;
    const place = input instanceof HTMLInputElement && input.type === "file" && input.closest("[data-files][data-address]");
    if (place instanceof HTMLElement) for (const file of [...(input.files ?? [])]) new Sending(place, input, file);
  }, { signal });
}

class Sending {
  /** @param {HTMLElement} place @param {HTMLInputElement} input @param {File} file */
  constructor(place, input, file) {
    this.place = place;
    this.input = input;
    this.file = file;
    this.row = rowFrom(place, "[data-file-sending]");
    this.request = new XMLHttpRequest();
    part(this.row, ".file-name").textContent = file.name;
    this.again = part(this.row, "[data-file-again]");
    this.cancel = part(this.row, "[data-file-cancel]");
    this.again.addEventListener("click", () => this.send());
    this.cancel.addEventListener("click", () => this.leave());
    part(place, "[data-file-list]").append(this.row);
    if (file.size > Number(place.dataset.most)) this.fail(place.dataset.large ?? "", false);
    else this.send();
  }

  send() {
    const form = this.input.form;
    const bar = part(this.row, "progress");
    this.say("");
    this.again.hidden = true;
    bar.hidden = false;
    const body = new FormData();
    body.append("file", this.file);
    const request = this.request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      if (bar instanceof HTMLProgressElement && event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("load", () => this.answered());
    request.addEventListener("error", () => this.fail(this.place.dataset.failed ?? "", true));
    request.open("POST", this.place.dataset.address ?? "");
    request.setRequestHeader("Accept", "application/json");
    const token = form?.querySelector("[name=_csrf]");
    if (token instanceof HTMLInputElement) request.setRequestHeader("X-CSRF-Token", token.value);
    request.send(body);
  }

  answered() {
    /** @type {any} */
    let answer = {};
    try {
      answer = JSON.parse(this.request.responseText);
    } catch {
      answer = {};
    }
    if (this.request.status === 201) this.taken(answer);
    else this.fail(answer.words ?? this.place.dataset.failed ?? "", this.request.status !== 422);
  }

  /** Put the file among those of the form. @param {Taken} taken */
  taken(taken) {
    const { place, input } = this;
    const kept = rowFrom(place, "[data-file-row]");
    const box = part(kept, "input");
    const label = part(kept, "label");
    if (box instanceof HTMLInputElement) box.value = taken.id;
    box.id = `${input.id}-${taken.id}`;
    if (label instanceof HTMLLabelElement) label.htmlFor = box.id;
    part(kept, ".file-name").textContent = taken.name;
    part(kept, ".file-about").textContent = taken.about;
    const thumb = part(kept, ".file-thumb");
    if (thumb instanceof HTMLImageElement && taken.thumb) {
      thumb.src = taken.thumb;
      thumb.hidden = false;
    }
    if (!input.multiple) for (const other of place.querySelectorAll("input[type=checkbox]")) untick(other);
    this.row.replaceWith(kept);
    without(input, this.file);
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** @param {string} words @param {boolean} mayTryAgain */
  fail(words, mayTryAgain) {
    part(this.row, "progress").hidden = true;
    this.say(words);
    this.again.hidden = !mayTryAgain;
    if (!mayTryAgain) without(this.input, this.file);
  }

  leave() {
    this.request.abort();
    this.row.remove();
    without(this.input, this.file);
    this.input.focus();
  }

  /** @param {string} words */
  say(words) {
    part(this.row, ".file-words").textContent = words;
  }
}

/** A new row from a template of the place. @param {HTMLElement} place @param {string} name */
function rowFrom(place, name) {
  const template = place.querySelector(name);
  const row = template instanceof HTMLTemplateElement && template.content.firstElementChild?.cloneNode(true);
  if (!(row instanceof HTMLElement)) throw new TypeError(`${name} is missing`);
  return row;
}

/** @param {HTMLElement} within @param {string} selector */
function part(within, selector) {
  const found = within.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new TypeError(`${selector} is missing`);
  return found;
}

/** @param {Element} box */
function untick(box) {
  if (box instanceof HTMLInputElement) box.checked = false;
}

/** Take one file out of the control, so that it does not travel twice. @param {HTMLInputElement} input @param {File} gone */
function without(input, gone) {
  const rest = new DataTransfer();
  for (const file of input.files ?? []) if (file !== gone) rest.items.add(file);
  input.files = rest.files;
}

attachments(document);
