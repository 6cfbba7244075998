// @ts-check
/**
 * The steps of a form change in place, and each is a place in the browser's history: Back and
 * Forward lose no answer. Without it every step is a page of its own, with Back on the page.
 */

import { forms } from "./form.js";
import { parsed, written } from "./swap.js";
import { say } from "./toast.js";

/** @param {Document} root @param {AbortSignal} [signal] */
export function steps(root, signal) {
  const main = root.querySelector("main");
  if (!main || !formIn(main)) return;
  const way = new Way(main);
  history.replaceState({ step: way.step() }, "");
  main.addEventListener("submit", (event) => way.sent(event), { signal });
  addEventListener("popstate", (event) => way.gone(event.state?.step), { signal });
}

/** @param {Element} main */
function formIn(main) {
  const form = main.querySelector("form[data-step]");
  return form instanceof HTMLFormElement ? form : null;
}

class Way {
  /** @param {Element} main */
  constructor(main) {
    this.main = main;
    this.asked = 0;
  }

  step() {
    return formIn(this.main)?.dataset.step ?? "";
  }

  /** @param {SubmitEvent} event */
  sent(event) {
    const { submitter, target } = event;
    if (!(submitter instanceof HTMLButtonElement) || target !== formIn(this.main)) return;
    if (!["next", "back"].includes(submitter.value) && !submitter.value.startsWith("go:")) return;
    event.preventDefault();
    submitter.setAttribute("data-busy", "sent");
    void this.ask(submitter.value, true);
  }

  /** The browser's Back or Forward was used. @param {string | undefined} step */
  gone(step) {
    if (step === undefined || step === this.step()) return;
    void this.ask(`step:${step}`, false);
  }

  /**
   * Ask the server for a step and show it; ask again if something was typed meanwhile.
   * @param {string} act @param {boolean} isNew
   */
  async ask(act, isNew) {
    const form = formIn(this.main);
    if (!form) return;
    const number = (this.asked += 1);
    const held = written(form);
    const body = new FormData(form);
    body.set("_do", act);
    const sending = { method: "POST", body, headers: { accept: "text/html" } };
    const answer = await fetch(form.action, sending).catch(() => null);
    if (answer?.redirected) {
      send(form, act);
      return;
    }
    const page = answer && answer.status < 500 ? parsed(await answer.text().catch(() => "")) : null;
    if (number !== this.asked) return; // another step was asked for since
    if (page && written(form) !== held) {
      await this.ask(act, isNew);
      return;
    }
    const before = this.step();
    const isShown = page !== null && this.show(page);
    if (!isShown) this.stay(form);
    // What did not come has no place in the history; one that was gone back to is left again.
    if (isShown ? isNew && this.step() !== before : !isNew) history.pushState({ step: this.step() }, "");
  }

  /** Nothing came, or nothing of ours: all stays as it is, to be sent once more. @param {HTMLFormElement} form */
  stay(form) {
    for (const button of form.querySelectorAll("[data-busy]")) button.removeAttribute("data-busy");
    say(form.dataset.unsent ?? "", "danger");
  }

  /** Tell whether the page is one of ours, and show it then. @param {Document} page */
  show(page) {
    const main = page.querySelector("main");
    if (!main) return false;
    document.title = page.title;
    this.main.replaceChildren(...main.childNodes);
    scrollTo({ top: 0 });
    const head = this.main.querySelector("[data-step-title]");
    if (head instanceof HTMLElement) head.focus({ preventScroll: true });
    forms(this.main);
    return true;
  }
}

/** Send it the ordinary way: the answer is another page. @param {HTMLFormElement} form @param {string} act */
function send(form, act) {
  const button = document.createElement("input");
  Object.assign(button, { type: "hidden", name: "_do", value: act });
  form.append(button);
  form.submit();
}

steps(document);
