// @ts-check
/** A record or person that is searched for: an ARIA combobox over the server's answers. */

import { ListBox } from "./listbox.js";

const PAUSE = 150;

/** @typedef {{ value: string, label: string }} Answer */

/** @param {ParentNode} root @param {AbortSignal} [signal] */
export function comboboxes(root, signal) {
  if (signal?.aborted) return;
  for (const box of root.querySelectorAll("[data-combobox][data-search]")) {
    const input = box.querySelector("input[name^='_find.']");
    const value = box.querySelector("[data-value]");
    if (input instanceof HTMLInputElement && value instanceof HTMLInputElement && box instanceof HTMLElement) {
      new Combobox(box, input, value).start(signal);
    }
  }
}

class Combobox {
  /** @param {HTMLElement} box @param {HTMLInputElement} input @param {HTMLInputElement} value */
  constructor(box, input, value) {
    this.box = box;
    this.input = input;
    this.value = value;
    this.chosen = input.value;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-list`;
    this.listed = new ListBox(input, this.list, (at) => this.take(this.answers[at]));
    /** @type {Answer[]} */
    this.answers = [];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.asked = 0;
  }

  /** @param {AbortSignal} [signal] */
  start(signal) {
    const { input, list } = this;
    list.className = "combobox-list";
    list.hidden = true;
    list.setAttribute("aria-label", input.labels?.[0]?.textContent?.trim() ?? "");
    this.box.append(list);
    input.role = "combobox";
    input.setAttribute("aria-expanded", "false");
    this.box.querySelector("[data-find]")?.setAttribute("hidden", "");
    input.addEventListener("input", () => this.typed(), { signal });
    input.addEventListener("focus", () => this.later(0), { signal });
    input.addEventListener("keydown", (event) => this.pressed(event), { signal });
    input.addEventListener("blur", () => this.left(), { signal });
    if (document.activeElement === input) this.later(0);
    this.box.addEventListener("take", (event) => this.take(/** @type {CustomEvent} */ (event).detail), { signal });
  }

  typed() {
    if (this.input.value === "") this.take({ value: "", label: "" });
    this.later(PAUSE);
  }

  /** @param {number} pause */
  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.search(), pause);
  }

  async search() {
    const number = (this.asked += 1);
    const address = new URL(this.box.dataset.search ?? "", location.href);
    address.searchParams.set("q", this.input.value === this.chosen ? "" : this.input.value);
    const answer = await fetch(address, { headers: { accept: "application/json" } }).catch(() => null);
    // Too late: a newer one was asked for, or one is chosen.
    if (!answer?.ok || number !== this.asked || document.activeElement !== this.input) return;
    const { options } = await answer.json();
    if (number === this.asked) this.show(options);
  }

  /** Show the answers; the one that arrows have reached stays reached. @param {Answer[]} answers */
  show(answers) {
    const reached = this.answers[this.listed.at]?.value;
    this.answers = answers;
    const options = answers.map((answer) => this.option(answer));
    this.list.replaceChildren(...(options.length ? options : [this.nothing()]));
    this.open(true);
    this.listed.reach(answers.findIndex((answer) => answer.value === reached));
  }

  /** @param {Answer} answer */
  option(answer) {
    const option = document.createElement("li");
    option.role = "option";
    option.className = "combobox-option";
    option.textContent = answer.label;
    return option;
  }

  nothing() {
    const line = document.createElement("li");
    line.className = "combobox-status";
    line.role = "option";
    line.setAttribute("aria-disabled", "true");
    line.textContent = this.box.dataset.none ?? "";
    return line;
  }

  /** @param {boolean} open */
  open(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (!open) this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) this.listed.moved(event);
      else this.later(0);
    } else if (event.key === "Enter" && isOpen && this.listed.at >= 0) {
      event.preventDefault();
      this.take(this.answers[this.listed.at]);
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      this.open(false);
    }
  }

  /** @param {Answer} answer */
  take(answer) {
    this.value.value = answer.value;
    this.input.value = answer.label;
    this.chosen = answer.label;
    this.listed.reach(-1);
    if (answer.value) {
      clearTimeout(this.timer);
      this.asked += 1;
      this.open(false);
    }
    this.value.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** What is typed but not chosen is no answer: the chosen one comes back. */
  left() {
    clearTimeout(this.timer);
    this.open(false);
    if (this.input.value !== this.chosen) this.input.value = this.chosen;
  }
}
