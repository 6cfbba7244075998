// @ts-check
/**
 * People to mention, searched for while one types after an @. Without it the name is matched when
 * the comment is sent.
 */

import { ListBox } from "./listbox.js";

const PAUSE = 150;
const TYPED = /(?:^|[^\p{L}\p{N}_@\\/.])@([\p{L}][\p{L}\p{N}'’ -]{0,60})?$/u;

/** @typedef {{ value: string, label: string }} Person */

class Mentions {
  /** @param {HTMLTextAreaElement} box */
  constructor(box) {
    this.box = box;
    this.list = document.createElement("ul");
    this.list.id = `${box.id}-people`;
    this.listed = new ListBox(box, this.list, (at) => this.take(this.people[at]));
    this.said = document.createElement("span");
    /** @type {Person[]} */
    this.people = [];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.asked = 0;
  }

  start() {
    const { box, list, said } = this;
    list.className = "mention-list";
    list.hidden = true;
    list.setAttribute("aria-label", box.dataset.people ?? "");
    said.className = "visually-hidden";
    said.role = "status";
    box.after(list, said);
    box.addEventListener("input", () => this.later());
    box.addEventListener("keydown", (event) => this.pressed(event));
    box.addEventListener("blur", () => this.close());
  }

  /** What is typed after the @ before the caret; null if there is none. */
  words() {
    const before = this.box.value.slice(0, this.box.selectionEnd).split("\n").at(-1) ?? "";
    const found = TYPED.exec(before);
    return found ? (found[1] ?? "") : null;
  }

  later() {
    clearTimeout(this.timer);
    if (this.words() === null) this.close();
    else this.timer = setTimeout(() => void this.search(), PAUSE);
  }

  async search() {
    const words = this.words();
    if (words === null) return;
    const number = (this.asked += 1);
    const address = new URL(this.box.dataset.mentions ?? "", location.href);
    address.searchParams.set("q", words);
    const answer = await fetch(address, { headers: { accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const { options } = await answer.json();
    // An older answer must not replace a newer one.
    if (number !== this.asked || document.activeElement !== this.box) return;
    if (options.length === 1 && options[0].value === this.words()) this.close(); // a whole name is no question
    else this.show(options);
  }

  /** @param {Person[]} people */
  show(people) {
    this.people = people;
    this.list.replaceChildren(...people.map((person) => this.option(person)));
    this.list.hidden = !people.length;
    this.said.textContent = people.length ? "" : (this.box.dataset.none ?? "");
    this.listed.reach(people.length ? 0 : -1);
  }

  /** @param {Person} person */
  option(person) {
    const option = document.createElement("li");
    option.role = "option";
    option.className = "mention-option";
    option.textContent = person.label;
    return option;
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.list.hidden = true;
    this.said.textContent = "";
    this.box.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (this.list.hidden) return;
    if (event.key === "Enter" || event.key === "Tab") this.take(this.people[this.listed.at]);
    else if (event.key === "Escape") this.close();
    else if (!this.listed.moved(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Write the name in the place of what was typed of it. @param {Person} person */
  take(person) {
    const end = this.box.selectionEnd;
    const start = end - (this.words() ?? "").length;
    this.box.setRangeText(`${person.value} `, start, end, "end");
    this.close();
  }
}

for (const box of document.querySelectorAll("textarea[data-mentions]")) {
  if (box instanceof HTMLTextAreaElement) new Mentions(box).start();
}
