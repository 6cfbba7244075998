// @ts-check
/**
 * How things stand: a session that ends soon, has ended, or goes on after signing in in another tab;
 * no connection. Nothing typed is touched. A cookie tells when the session ends, by the server's
 * clock; every page of the browser moves it.
 */

import { say } from "./toast.js";

const WARN = 120_000;
const LOOK = 2000;
const LONGEST = 2_000_000_000;

/** @typedef {"" | "ending" | "lasting" | "ended" | "other"} State */

/** @param {Document} root @param {AbortSignal} [signal] */
export function standing(root, signal) {
  const words = root.querySelector("template[data-standing]");
  const place = root.querySelector("[data-toasts]");
  if (!(words instanceof HTMLTemplateElement) || !(place instanceof HTMLElement)) return;
  const made = new Standing(words, place);
  made.check();
  for (const type of ["focus", "pageshow"]) window.addEventListener(type, () => made.check(), { signal });
  root.addEventListener("visibilitychange", () => made.check(), { signal });
  window.addEventListener("offline", () => made.offline(), { signal });
  window.addEventListener("online", () => made.online(), { signal });
  window.addEventListener("submit", (event) => made.sending(event), { signal, capture: true });
  if (!navigator.onLine) made.offline();
}

class Standing {
  /** @param {HTMLTemplateElement} words @param {HTMLElement} place */
  constructor(words, place) {
    this.words = words;
    this.place = place;
    this.timer = 0;
    /** @type {State} */
    this.state = "";
    this.asking = false;
    this.lasts = false;
    this.skew = Date.now() - 1000 * Number(document.body.dataset.now);
  }

  /** How long the session goes on, in milliseconds; negative once it is over. */
  left() {
    const found = document.cookie.split("; ").find((one) => one.startsWith(`${document.body.dataset.session}=`));
    return found ? 1000 * Number(found.split("=")[1]) + this.skew - Date.now() : -1;
  }

  check() {
    clearTimeout(this.timer);
    const left = this.left();
    if (left <= 0) {
      if (this.state !== "other") this.#become("ended");
    } else if (this.state === "ended") {
      void this.#ask();
    } else if (this.state !== "other") {
      this.#become(left > WARN ? "" : this.lasts ? "lasting" : "ending");
    }
    const next = left <= 0 || this.state === "ended" ? LOOK : left > WARN ? left - WARN : Math.min(left, LOOK);
    this.timer = window.setTimeout(() => this.check(), Math.min(next, LONGEST));
  }

  /** Ask who is signed in: asking keeps the session alive, and forms get what they must carry. */
  async #ask() {
    if (this.asking) return;
    this.asking = true;
    const was = this.state;
    const address = this.words.content.querySelector("[data-stay]")?.getAttribute("data-stay") ?? "";
    const answer = await fetch(address, { headers: { accept: "application/json" } }).catch(() => null);
    this.asking = false;
    if (answer?.status === 401) this.#become("ended");
    if (!answer?.ok) return;
    const { person, csrf } = await answer.json();
    if (person !== document.body.dataset.person) {
      this.#become("other");
      return;
    }
    document.body.dataset.csrf = csrf;
    for (const field of document.querySelectorAll("input[name=_csrf]")) field.setAttribute("value", csrf);
    this.lasts = this.left() <= WARN;
    this.#become("");
    if (was === "ended") say(this.words.dataset.back ?? "", "good");
    document.dispatchEvent(new Event("stuga:back"));
    this.check();
  }

  /** @param {State} state */
  #become(state) {
    if (state === this.state) return;
    this.#remove(this.state);
    this.state = state;
    if (state) this.#show(state);
  }

  /** @param {string} name */
  #show(name) {
    const note = this.words.content.querySelector(`[data-note="${name}"]`);
    if (!note || this.#shown(name)) return;
    const copy = /** @type {Element} */ (document.importNode(note, true));
    this.place.append(copy);
    copy.querySelector("[data-stay]")?.addEventListener("click", () => void this.#ask());
  }

  /** @param {string} name */
  #shown(name) {
    return name ? this.place.querySelector(`[data-note="${name}"]`) : null;
  }

  /** @param {string} name */
  #remove(name) {
    this.#shown(name)?.remove();
  }

  offline() {
    this.#show("offline");
  }

  online() {
    if (!this.#shown("offline") && !this.#shown("unsent")) return;
    this.#remove("offline");
    this.#remove("unsent");
    say(this.words.dataset.online ?? "", "good");
    document.dispatchEvent(new Event("stuga:back"));
  }

  /** Sent without a connection, a form would be gone from the page. @param {SubmitEvent} event */
  sending(event) {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#remove("offline");
    this.#remove("unsent");
    this.#show("unsent");
  }
}
