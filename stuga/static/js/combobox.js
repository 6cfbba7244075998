// @ts-check
/** A record or person that is searched for: an ARIA combobox over the server's answers. */

import { ListBox } from "./listbox.js";

const PAUSE = 150;
const PATIENCE = 300;

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
    this.said = document.createElement("span");
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
    this.said.className = "visually-hidden";
    this.said.role = "status";
    this.box.append(list, this.said);
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
    // Too late: a newer one was asked for, or one is chosen.
    const isLate = () => number !== this.asked || document.activeElement !== this.input;
    const waiting = setTimeout(() => isLate() || this.tell(this.box.dataset.busyText ?? ""), PATIENCE);
    const asking = { headers: { accept: "application/json" } };
    const found = await fetch(address, asking).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
    clearTimeout(waiting);
    if (isLate()) return;
    if (found) this.show(found.options);
    else this.tell(this.box.dataset.failed ?? "");
  }

  /** Show the answers; the one that arrows have reached stays reached. @param {Answer[]} answers */
  show(answers) {
    const reached = this.answers[this.listed.at]?.value;
    this.answers = answers;
    if (!answers.length) return this.tell(this.box.dataset.none ?? "");
    this.list.replaceChildren(...answers.map((answer) => this.option(answer)));
    this.say((this.box.dataset.found ?? "").replace("{n}", String(answers.length)));
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

  /** Say how it goes where the answers would be. @param {string} words */
  tell(words) {
    this.answers = [];
    const line = document.createElement("li");
    line.className = "combobox-status";
    line.role = "option";
    line.setAttribute("aria-disabled", "true");
    line.textContent = words;
    this.list.replaceChildren(line);
    this.listed.reach(-1);
    this.say(words);
    this.open(true);
  }

  /** Let it be heard too, what the list shows. @param {string} words */
  say(words) {
    this.said.textContent = words;
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

  /** What is typed in full is chosen; anything else is no answer: the chosen one comes back. */
  left() {
    clearTimeout(this.timer);
    this.open(false);
    this.say("");
    const typed = this.input.value.trim().toLowerCase();
    const same = this.answers.filter((one) => one.label.toLowerCase() === typed);
    if (this.input.value !== this.chosen && same.length === 1) this.take(/** @type {Answer} */ (same[0]));
    if (this.input.value !== this.chosen) this.input.value = this.chosen;
  }
}
