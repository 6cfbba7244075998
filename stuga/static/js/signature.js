// @ts-check
/** Signatures: strokes of a pen, finger or mouse become a path of whole numbers, which is posted. */

const LONGEST = 20_000;
const NEAR = 2;

/** @param {Document} root @param {AbortSignal} [signal] */
export function signatures(root, signal) {
  root.documentElement.toggleAttribute("data-signs", true);
  /** @type {Stroke | null} */
  let stroke = null;
  root.addEventListener("pointerdown", (event) => {
    const pad = event.target instanceof Element && event.target.closest("[data-signature-pad]");
    if (!(pad instanceof SVGSVGElement) || event.button !== 0) return;
    event.preventDefault();
    stroke = new Stroke(pad, event);
  }, { signal });
  root.addEventListener("pointermove", (event) => stroke?.to(event), { signal });
  for (const end of ["pointerup", "pointercancel"]) {
    root.addEventListener(end, () => {
      stroke = null;
    }, { signal });
  }
  root.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-signature-clear]");
    const sheet = button && button.closest("[data-signature]");
    if (sheet) write(sheet, "");
  }, { signal });
}

class Stroke {
  /** @param {SVGSVGElement} pad @param {PointerEvent} event */
  constructor(pad, event) {
    this.pad = pad;
    this.sheet = /** @type {Element} */ (pad.closest("[data-signature]"));
    this.last = this.place(event);
    write(this.sheet, `${drawn(this.sheet)}M${this.last.join(" ")}L${this.last.join(" ")}`);
  }

  /** @param {PointerEvent} event */
  to(event) {
    const [x, y] = this.place(event);
    const path = drawn(this.sheet);
    if (Math.hypot(x - this.last[0], y - this.last[1]) < NEAR || path.length > LONGEST - 20) return;
    this.last = [x, y];
    write(this.sheet, `${path}L${x} ${y}`);
  }

  /** Where on the sheet it is, whatever its size on the screen. @param {PointerEvent} event @returns {[number, number]} */
  place(event) {
    const { left, top, width, height } = this.pad.getBoundingClientRect();
    const sheet = this.pad.viewBox.baseVal;
    const within = (/** @type {number} */ share, /** @type {number} */ most) =>
      Math.round(Math.min(Math.max(share, 0), 1) * most);
    return [within((event.clientX - left) / width, sheet.width), within((event.clientY - top) / height, sheet.height)];
  }
}

/** @param {Element} sheet */
function drawn(sheet) {
  return sheet.querySelector("path")?.getAttribute("d") ?? "";
}

/** @param {Element} sheet @param {string} path */
function write(sheet, path) {
  sheet.querySelector("path")?.setAttribute("d", path);
  const input = sheet.querySelector("[data-signature-path]");
  if (input instanceof HTMLInputElement) input.value = path;
}

signatures(document);
