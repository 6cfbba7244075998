// @ts-check
/** The canvas is inert; a click on it selects what lies there, and the selected is outlined. */

/** What lies innermost at a point of the canvas. @param {Element} canvas @param {number} x @param {number} y */
export function pointerAt(canvas, x, y) {
  let [found, smallest] = ["", Infinity];
  for (const element of canvas.querySelectorAll("[data-pointer]")) {
    const box = element.getBoundingClientRect();
    const isInside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    if (isInside && box.width * box.height <= smallest) {
      [found, smallest] = [element.getAttribute("data-pointer") ?? "", box.width * box.height];
    }
  }
  return found;
}

/** Outline the selected element, and bring it into view inside the canvas. */
export function outline() {
  const at = new URL(location.href).searchParams.get("at");
  for (const element of document.querySelectorAll("[data-canvas] [data-pointer]")) {
    const isSelected = element.getAttribute("data-pointer") === at;
    element.toggleAttribute("data-selected", isSelected);
    if (isSelected) reveal(element);
  }
}

/** @param {Element} element */
function reveal(element) {
  const canvas = element.closest("[data-canvas]");
  if (!canvas) return;
  const [inner, outer] = [element.getBoundingClientRect(), canvas.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) {
    canvas.scrollTop += inner.top - outer.top - outer.height / 3;
  }
}
