// @ts-check
/** Asks before a stranger's form is left with something typed in it, which nobody keeps for them. */

const FORM = "form[data-form]:not([data-keeps])";
let isTyped = document.querySelector(`${FORM} [data-error-summary]`) !== null;

addEventListener("input", ({ target }) => {
  if (target instanceof Element && target.closest(FORM)) isTyped = true;
});
addEventListener("submit", (event) => {
  if (!event.defaultPrevented && event.target instanceof Element && event.target.matches(FORM)) isTyped = false;
});
addEventListener("beforeunload", (event) => {
  if (isTyped) event.preventDefault();
});
