// @ts-check
/** What a form refers to is made in a dialog; the form behind it stays as it is. */

import { forms } from "./form.js";
import { parsed } from "./swap.js";

const NAMING = ["id", "for", "aria-describedby", "aria-labelledby", "aria-controls", "list"];
let opened = 0;

/** @param {Document} root @param {AbortSignal} [signal] */
export function creating(root, signal) {
  root.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[data-create]") : null;
    if (!(button instanceof HTMLButtonElement) || !button.form) return;
    event.preventDefault();
    void begin(button, button.form);
  }, { signal });
}

/** @param {HTMLButtonElement} button @param {HTMLFormElement} form */
async function begin(button, form) {
  const answer = await send(form, button);
  const screen = answer?.screen;
  if (!answer || !screen || !new URL(answer.url).searchParams.has("return")) {
    button.removeAttribute("data-create"); // the plain way tells what is the matter
    button.click();
    return;
  }
  const dialog = document.createElement("dialog");
  dialog.className = "dialog dialog-form";
  document.body.append(dialog);
  dialog.showModal();
  put(dialog, screen);
  dialog.addEventListener("submit", (event) => void sent(event, dialog, form));
  dialog.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest(".form-actions a")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (document.activeElement === document.body) button.focus();
  });
}

/** @param {SubmitEvent} event @param {HTMLDialogElement} dialog @param {HTMLFormElement} behind */
async function sent(event, dialog, behind) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  const answer = await send(form, event.submitter);
  const chosen = answer ? new URL(answer.url).searchParams.get("chosen") : null;
  if (answer && chosen) {
    dialog.close();
    take(behind, answer.page, chosen.slice(0, chosen.lastIndexOf(":")));
  } else if (answer?.screen) {
    put(dialog, answer.screen);
  } else {
    form.submit();
  }
}

/**
 * Send a form as its button would; the files of the form behind wait for their own turn.
 * @param {HTMLFormElement} form @param {HTMLElement | null} button
 */
async function send(form, button) {
  const body = new FormData(form, button);
  if (button?.hasAttribute("data-create")) {
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  }
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (!answer) return null;
  const page = parsed(await answer.text());
  return { url: answer.url, page, screen: page.querySelector(".form-screen") };
}

/** @param {HTMLDialogElement} dialog @param {Element} screen */
function put(dialog, screen) {
  const prefix = `new${(opened += 1)}-`;
  for (const element of screen.querySelectorAll("*")) {
    for (const name of NAMING) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.split(" ").map((one) => prefix + one).join(" "));
    }
    const link = element.getAttribute("href");
    if (link?.startsWith("#")) element.setAttribute("href", `#${prefix}${link.slice(1)}`);
  }
  screen.querySelector("form")?.removeAttribute("data-keeps");
  for (const one of screen.querySelectorAll("[data-copy-offer], .notice:has(.notice-actions)")) one.remove();
  const title = screen.querySelector("h1");
  if (title) {
    title.id ||= `${prefix}title`;
    dialog.setAttribute("aria-labelledby", title.id);
  }
  dialog.replaceChildren(document.adoptNode(screen));
  forms(dialog);
  if (document.activeElement === dialog || !dialog.contains(document.activeElement)) {
    const first = dialog.querySelector("form :is(input:not([type=hidden]), select, textarea)");
    if (first instanceof HTMLElement) first.focus();
  }
}

/**
 * Choose in the form behind what has been made; its label is in the page the server led back to.
 * @param {HTMLFormElement} form @param {Document} page @param {string} control
 */
function take(form, page, control) {
  const name = CSS.escape(control);
  const there = page.querySelector(`[name="${name}"]`);
  const here = form.querySelector(`[name="${name}"]`);
  if (here instanceof HTMLSelectElement && there instanceof HTMLSelectElement) {
    const made = there.selectedOptions[0];
    here.add(new Option(made.text, made.value, true, true));
    here.dispatchEvent(new Event("change", { bubbles: true }));
    here.focus();
  } else if (there instanceof HTMLInputElement) {
    const words = page.querySelector(`[name="_find.${name}"]`);
    const label = words instanceof HTMLInputElement ? words.value : "";
    const detail = { value: there.value, label };
    here?.closest("[data-combobox]")?.dispatchEvent(new CustomEvent("take", { detail }));
  }
}
