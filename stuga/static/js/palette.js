// @ts-check
/**
 * The command palette: a dialog with an ARIA combobox over the places the server names and the acts
 * this page offers. It is fetched when it is first asked for.
 */

import { ListBox } from "./listbox.js";

const PAUSE = 120;
const MAC = navigator.platform.startsWith("Mac");
const ACTS = [
  "main .page-actions a[href]", "main .page-actions button", "main [data-save]", "[aria-keyshortcuts]",
  ".topbar-person a.menu-item", ".topbar-person button",
].join(",");

/** @typedef {{ title: string, hint: string, keys?: string, href?: string, act?: HTMLElement }} Item */
/** @typedef {{ title: string, items: Item[] }} Group */

/**
 * @param {HTMLAnchorElement} link the top bar's link to the page that finds
 * @param {string} typed what is looked for from the start
 */
export function openPalette(link, typed) {
  const palette = known.get(link) ?? new Palette(link);
  known.set(link, palette);
  palette.open(typed);
}

/** @type {WeakMap<HTMLAnchorElement, Palette>} */
const known = new WeakMap();

class Palette {
  /** @param {HTMLAnchorElement} link */
  constructor(link) {
    this.link = link;
    this.asked = 0;
    this.timer = 0;
    /** @type {string | null} what the places answer */
    this.answered = null;
    /** @type {Item[]} */
    this.items = [];
    /** @type {Group[]} */
    this.places = [];
    this.dialog = made("dialog", "dialog palette");
    this.dialog.setAttribute("aria-label", link.dataset.title ?? "");
    this.input = made("input", "input palette-input");
    this.list = made("div", "palette-list");
    this.list.id = "palette-list";
    this.listed = new ListBox(this.input, this.list, (at) => this.#take(this.items[at]));
    this.status = made("p", "palette-status");
    this.#build();
  }

  #build() {
    const { input, list, status, dialog } = this;
    list.setAttribute("aria-label", this.link.dataset.title ?? "");
    for (const [name, value] of Object.entries({
      type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-expanded": "true", "aria-label": this.link.dataset.title ?? "",
      placeholder: this.link.dataset.title ?? "",
    })) input.setAttribute(name, value);
    status.role = "status";
    dialog.append(input, list, status);
    document.body.append(dialog);
    input.addEventListener("input", () => this.#typed());
    input.addEventListener("keydown", (event) => this.#pressed(event));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  }

  /** @param {string} typed */
  open(typed) {
    if (this.dialog.open) return;
    this.input.value = typed;
    this.acts = acts();
    this.dialog.showModal();
    this.#show();
    void this.#ask();
  }

  #typed() {
    this.listed.at = 0;
    this.#show();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.#ask(), PAUSE);
  }

  async #ask() {
    const number = (this.asked += 1);
    const address = new URL(this.link.dataset.answers ?? "", location.href);
    address.searchParams.set("q", this.input.value.trim().slice(0, 200));
    const answer = await fetch(address, { headers: { accept: "application/json" } }).catch(() => null);
    // An older answer must not replace a newer one.
    if (!answer?.ok || number !== this.asked) return;
    this.places = (await answer.json()).groups;
    this.answered = address.searchParams.get("q");
    this.#show();
  }

  #show() {
    const words = this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (/** @type {Item} */ one) => words.every((word) => `${one.title} ${one.hint}`.toLowerCase().includes(word));
    const commands = { title: this.link.dataset.acts ?? "", items: (this.acts ?? []).filter(fits) };
    // Until the answer to what is typed arrives, what is there already is narrowed by it.
    const isAnswered = this.answered === this.input.value.trim();
    const places = this.places.map(({ title, items }) => ({ title, items: isAnswered ? items : items.filter(fits) }));
    const groups = (words.length ? [...places, commands] : [commands, ...places]).filter((group) => group.items.length);
    this.items = groups.flatMap((group) => group.items);
    this.list.replaceChildren(...groups.map((group, at) => {
      const head = made("div", "palette-head", group.title);
      const part = made("div", "palette-group");
      head.id = `palette-head-${at}`;
      part.role = "group";
      part.setAttribute("aria-labelledby", head.id);
      part.append(head, ...group.items.map((item) => option(item)));
      return part;
    }));
    this.status.textContent = this.items.length ? "" : (this.link.dataset.none ?? "");
    this.listed.reach(Math.max(Math.min(this.listed.at, this.items.length - 1), 0));
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key === "Enter") this.#take(this.items[this.listed.at]);
    else if (!this.listed.moved(event)) return;
    event.preventDefault();
  }

  /** @param {Item | undefined} item */
  #take(item) {
    if (!item) return;
    this.dialog.close();
    if (item.act) item.act.click();
    else if (item.href) location.assign(item.href);
  }
}

/** @param {Item} item */
function option(item) {
  const line = made("div", "palette-option");
  line.role = "option";
  line.append(made("span", "palette-title", item.title));
  if (item.hint) line.append(made("span", "muted", item.hint));
  if (item.keys) line.append(made("kbd", "palette-keys", item.keys));
  return line;
}

/** What this page offers to do, each under the name its button has. @returns {Item[]} */
function acts() {
  /** @type {Map<string, Item>} */
  const found = new Map();
  for (const act of document.querySelectorAll(ACTS)) {
    const isShut = act.matches("[data-palette], :disabled") || act.closest("[hidden], dialog, [inert]");
    const title = named(act);
    const group = act.closest("[role=group][aria-label]")?.getAttribute("aria-label") ?? "";
    if (isShut || !title || !(act instanceof HTMLElement)) continue;
    found.set(`${title} ${group}`, { title, hint: group, keys: written(act.getAttribute("aria-keyshortcuts")), act });
  }
  return [...found.values()];
}

/** @param {Element} act */
function named(act) {
  // A count beside the name is no part of it.
  const words = [...act.childNodes].filter((one) => !(one instanceof Element && one.matches(".badge")));
  return (act.getAttribute("aria-label") ?? words.map((one) => one.textContent).join(" ")).replace(/\s+/g, " ").trim();
}

/** Write keys as the keyboard names them. @param {string | null} keys */
export function written(keys) {
  const names = { Control: MAC ? "⌘" : "Ctrl", Alt: MAC ? "⌥" : "Alt", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };
  return (keys ?? "").split("+").map((one) => Reflect.get(names, one) ?? one).join(" ");
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {string} style @param {string} [text] @returns {HTMLElementTagNameMap[T]}
 */
function made(tag, style, text = "") {
  const element = document.createElement(tag);
  element.className = style;
  if (text) element.textContent = text;
  return element;
}
