// @ts-check
/** Looks at the formula of a computed field while one types: what is wrong with it, what it gives. */

const QUIET = 300;

/** @param {Document} root @param {AbortSignal} [signal] */
export function formula(root, signal) {
  let timer = 0;
  /** @type {AbortController | null} */
  let asked = null;
  const later = (/** @type {Event} */ event) => {
    const place = event.target instanceof Element ? event.target.closest("[data-formula]") : null;
    if (!(place instanceof HTMLElement)) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      asked?.abort();
      asked = new AbortController();
      void look(place, asked.signal);
    }, QUIET);
  };
  root.addEventListener("input", later, { signal });
  root.addEventListener("change", later, { signal });
}

/** @param {HTMLElement} place @param {AbortSignal} signal */
async function look(place, signal) {
  const form = place.closest("form");
  const said = place.querySelector("[data-formula-said]");
  if (!form || !said) return;
  const body = new FormData(form);
  const asking = { method: "POST", body, signal, headers: { accept: "application/json" } };
  const answer = await fetch(place.dataset.formula ?? "", asking).catch(() => null);
  if (!answer?.ok || signal.aborted) return;
  const { ok, message } = await answer.json();
  said.textContent = message;
  said.toggleAttribute("data-wrong", !ok);
}

formula(document);
