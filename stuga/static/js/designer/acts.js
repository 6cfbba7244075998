// @ts-check
/** Sends the builder's forms without a reload, one after the other, and renews the page. */

import { rest } from "../busy.js";
import { become, parsed } from "../swap.js";

const REGIONS = ["build-bar", "nav", "desk-outline", "desk-canvas", "desk-add"];

/** @typedef {{ path: string, ok: boolean, fresh: Document }} Answer */

/** Sends one thing at a time, in order: a later act builds on the revision of the one before. */
export class Sender {
  /** @param {(answer: Answer, quiet: boolean) => void} after */
  constructor(after) {
    this.after = after;
    /** @type {Promise<unknown>} */
    this.last = Promise.resolve();
  }

  /** @param {HTMLFormElement} form @param {HTMLElement | null} [submitter] @param {boolean} [quiet] */
  form(form, submitter = null, quiet = false) {
    return this.queue(() => {
      setRevision(form);
      const data = new FormData(form, submitter);
      if (form.method === "get") return [withQuery(form.action, data), {}, quiet];
      return [form.action, { method: "POST", body: sent(data), headers: { "X-Act": "1" } }, quiet];
    });
  }

  /** @param {string} address */
  page(address) {
    return this.queue(() => [address, {}, false]);
  }

  /** Post what is made when its turn comes; nothing if that is null. @param {string} address @param {() => Record<string, string> | null} make */
  post(address, make) {
    return this.queue(() => {
      const fields = make();
      if (!fields) return null;
      const own = { _csrf: document.body.dataset.csrf ?? "", revision: revision() };
      return [address, { method: "POST", body: new URLSearchParams({ ...own, ...fields }) }, false];
    });
  }

  /** @param {() => [string, RequestInit, boolean] | null} make */
  queue(make) {
    const turn = this.last.then(() => {
      const made = make();
      return made ? this.send(...made) : null;
    });
    this.last = turn.catch(() => document.querySelector("[data-build]")?.setAttribute("data-failed", ""));
    return turn;
  }

  /** @param {string} address @param {RequestInit} settings @param {boolean} quiet */
  async send(address, settings, quiet) {
    const response = await fetch(address, { credentials: "same-origin", ...settings });
    const kind = response.headers.get("content-type") ?? "";
    if (!kind.startsWith("text/html")) throw new Error(String(response.status));
    const fresh = parsed(await response.text());
    const path = response.headers.get("content-location") ?? new URL(response.url).pathname + new URL(response.url).search;
    const answer = { path, ok: response.ok, fresh };
    const again = show(answer, quiet && response.ok);
    this.after(answer, quiet);
    again();
    return answer;
  }
}

/**
 * Renew the page: all of it, or around a panel that someone is typing in.
 * @param {Answer} answer @param {boolean} quiet @returns {() => void} takes the focus back
 */
function show(answer, quiet) {
  const { fresh } = answer;
  document.title = fresh.title;
  const again = letGo();
  for (const id of quiet ? REGIONS : ["nav", "main"]) {
    const [element, next] = [document.getElementById(id), fresh.getElementById(id)];
    if (element && next) become(element, next);
  }
  for (const sheet of fresh.querySelectorAll("link[rel=stylesheet]")) addSheet(sheet);
  for (const input of document.querySelectorAll("input[name=revision]")) {
    if (input instanceof HTMLInputElement) input.value = revision();
  }
  rest(document);
  return again;
}

/**
 * What has the focus would be left as it was: let go of it, unless someone types in it.
 * @returns {() => void} takes the focus back, to what stands in its place
 */
function letGo() {
  const held = document.activeElement;
  if (!(held instanceof HTMLElement) || held === document.body || held.matches("input, textarea, select")) return () => undefined;
  const wanted = placeOf(held);
  held.blur();
  return () => {
    const places = [`${wanted || "main"}:not(:disabled)`, held.dataset.step && "[data-step]:enabled", "[data-tree] [aria-current]", "main"];
    const found = held.isConnected && !wanted ? held : places.map((one) => one && document.querySelector(one)).find(Boolean);
    if (found instanceof HTMLElement) found.focus({ preventScroll: true });
  };
}

/** @param {HTMLElement} held */
function placeOf(held) {
  if (held.closest("[data-tree]")) return "[data-tree] [aria-current]";
  if (held.matches("[data-canvas]")) return "[data-canvas]";
  if (held instanceof HTMLButtonElement && held.name) return `button[name="${CSS.escape(held.name)}"][value="${CSS.escape(held.value)}"]`;
  return held.dataset.step ? `[data-step="${held.dataset.step}"]` : "";
}

/** @param {Element} sheet */
function addSheet(sheet) {
  const href = sheet.getAttribute("href") ?? "";
  if (![...document.querySelectorAll("link[rel=stylesheet]")].some((one) => one.getAttribute("href") === href)) {
    document.head.append(document.importNode(sheet, false));
  }
}

/** The revision of the draft that the page shows. */
export function revision() {
  const bar = document.querySelector("[data-build]");
  return bar instanceof HTMLElement ? bar.dataset.revision ?? "" : "";
}

/** @param {HTMLFormElement} form */
function setRevision(form) {
  const input = form.elements.namedItem("revision");
  if (input instanceof HTMLInputElement && revision()) input.value = revision();
}

/** @param {FormData} data */
function sent(data) {
  const pairs = [...data].map(([name, value]) => [name, String(value)]);
  return new URLSearchParams(pairs);
}

/** @param {string} action @param {FormData} data */
function withQuery(action, data) {
  const address = new URL(action);
  address.search = new URLSearchParams([...sent(data)].filter(([, value]) => value)).toString();
  return address.href;
}
