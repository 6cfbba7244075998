// @ts-check
/** The builder's pages: acts without reload, saving by itself, undo and redo, selecting. */

import { Sender, revision } from "./acts.js";
import { outline, pointerAt } from "./canvas.js";
import { keys } from "./keys.js";
import { next, noted, resumed, stepped } from "./steps.js";

const QUIET_MS = 800;

/** What one page of the builder remembers while it is open. */
class Page {
  constructor() {
    this.sender = new Sender((answer, quiet) => this.answered(answer, quiet));
    /** @type {HTMLFormElement | null} */
    this.dirty = null;
    this.timer = 0;
    this.follows = false;
    /** @type {"undo" | "redo" | null} */
    this.way = null;
    this.key = `steps:${this.bar()?.dataset.build ?? ""}`;
    this.steps = resumed(kept(this.key), Number(revision()));
    this.note();
  }

  bar() {
    const found = document.querySelector("[data-build]");
    return found instanceof HTMLElement ? found : null;
  }

  /** @param {import("./acts.js").Answer} answer @param {boolean} quiet */
  answered(answer, quiet) {
    if (answer.ok) history.replaceState(null, "", answer.path);
    this.note();
    outline();
    document.dispatchEvent(new Event("stuga:renewed"));
    if (!quiet) document.querySelector("[data-error-summary], [aria-invalid=true]")?.scrollIntoView({ block: "nearest" });
  }

  /** Take up what the page says was done, and keep it for the next page of the app. */
  note() {
    const bar = this.bar();
    if (!bar) return;
    const now = Number(bar.dataset.revision);
    if (this.way && now !== this.steps.revision) {
      this.steps = stepped(this.steps, this.way, now);
    } else if (bar.dataset.undo && now !== this.steps.revision) {
      this.steps = noted(this.steps, now, { undo: bar.dataset.undo, redo: bar.dataset.redo ?? "" });
    } else if (now !== this.steps.revision) {
      this.steps = resumed(null, now);
    }
    this.way = null;
    this.keep();
  }

  keep() {
    sessionStorage.setItem(this.key, JSON.stringify(this.steps));
    for (const way of /** @type {const} */ (["undo", "redo"])) {
      const button = document.querySelector(`[data-step="${way}"]`);
      if (button instanceof HTMLButtonElement) {
        button.hidden = !this.steps.done.length && !this.steps.undone.length;
        button.disabled = !next(this.steps, way);
      }
    }
  }

  /** @param {"undo" | "redo"} way */
  step(way) {
    if (!next(this.steps, way)) return false;
    this.flush().then(() => this.sender.post(`${this.bar()?.dataset.build}/undo`, () => this.turning(way)));
    return true;
  }

  /** What to send for a step back or forth; which way is remembered until the answer is here. @param {"undo" | "redo"} way */
  turning(way) {
    const patch = next(this.steps, way);
    if (!patch) return null;
    this.way = way;
    return { patch, to: location.pathname.slice((document.body.dataset.root ?? "").length) + location.search };
  }

  /** Save soon; the panel itself is renewed too if what it offers may follow. @param {HTMLFormElement} form @param {boolean} follows */
  changed(form, follows) {
    clearTimeout(this.timer);
    this.dirty = isWhole(form) ? form : null;
    this.follows = this.follows || follows;
    if (this.dirty) this.timer = setTimeout(() => this.flush(), QUIET_MS);
  }

  /** Save what is typed, if anything is. */
  async flush() {
    clearTimeout(this.timer);
    const [form, quiet] = [this.dirty, !this.follows];
    this.dirty = null;
    this.follows = false;
    if (form?.isConnected) await this.sender.form(form, null, quiet).catch(() => undefined);
  }

  /** @param {string} address */
  async go(address) {
    await this.flush();
    await this.sender.page(address);
  }
}

/** @param {string} key */
function kept(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** @param {Page} page */
function listen(page) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-act], [data-look]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (page.dirty === form) page.dirty = null;
    const saved = page.flush();
    saved.then(() => page.sender.form(form, event.submitter)).then((answer) => done(form, Boolean(answer?.ok)), () => undefined);
  }, true);
  document.addEventListener("input", (event) => edited(page, event.target));
  document.addEventListener("change", (event) => switched(event.target));
  document.addEventListener("click", (event) => clicked(page, event));
  addEventListener("popstate", () => location.reload());
  addEventListener("pagehide", () => {
    if (page.dirty) fetch(page.dirty.action, { method: "POST", body: new URLSearchParams([...new FormData(page.dirty)].map(([name, value]) => [name, String(value)])), keepalive: true });
  });
}

/** @param {HTMLFormElement} form @param {boolean} ok */
function done(form, ok) {
  if (ok && form.hasAttribute("data-clear")) {
    const first = form.querySelector("input[type=text]");
    if (first instanceof HTMLInputElement) {
      first.value = "";
      first.focus();
    }
  }
}

/** @param {Page} page @param {EventTarget | null} target */
function edited(page, target) {
  const form = target instanceof Element ? target.closest("form[data-autosave]") : null;
  if (form instanceof HTMLFormElement) page.changed(form, !(target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea")));
}

/** Whether every line of its conditions says what to compare with. @param {HTMLFormElement} form */
function isWhole(form) {
  return [...form.querySelectorAll(".desk-line")].every((line) => {
    const [field, operator] = line.querySelectorAll("select");
    const value = line.querySelector("input");
    return !field?.value || ["empty", "filled"].includes(operator?.value ?? "") || Boolean(value?.value);
  });
}

/** @param {EventTarget | null} target */
function switched(target) {
  const form = target instanceof Element ? target.closest("form[data-look]") : null;
  if (form instanceof HTMLFormElement) form.requestSubmit();
}

/** @param {Page} page @param {MouseEvent} event */
function clicked(page, event) {
  const target = event.target instanceof Element ? event.target : null;
  const step = target?.closest("[data-step]")?.getAttribute("data-step");
  if (step === "undo" || step === "redo") page.step(step);
  const canvas = target?.closest("[data-canvas]");
  if (canvas) {
    const at = pointerAt(canvas, event.clientX, event.clientY);
    const address = new URL(location.href);
    if (at) address.searchParams.set("at", at);
    if (at) page.go(address.href);
  }
  const link = target?.closest("a[href]");
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.hasAttribute("data-go")) {
    event.preventDefault();
    page.go(link.href).catch(() => location.assign(link.href));
  } else if (page.dirty && link.origin === location.origin) {
    event.preventDefault();
    page.flush().then(() => location.assign(link.href));
  }
}

const page = new Page();
listen(page);
keys((way) => page.step(way));
outline();
const here = document.querySelector(".sidebar [aria-current]");
const side = here?.closest(".sidebar");
if (here && side) side.scrollTop += here.getBoundingClientRect().bottom - side.getBoundingClientRect().bottom + side.clientHeight / 4;
for (const button of document.querySelectorAll("[data-look-button]")) button.setAttribute("hidden", "");
