// What is asked of every page, from within it; axe stands beside. See test_every_page.py.

/** Contrast is by far the dearest rule, so it is asked of its own. */
const CONTRAST = ["color-contrast", "link-in-text-block"];
/** What else a width can change, for it hides and shows. */
const WIDTH = ["aria-hidden-focus", "button-name", "label", "link-name", "scrollable-region-focusable", "select-name", "summary-name"];
const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']";
const BASE = { resultTypes: ["violations"], preload: false, iframes: false, selectors: false };

/** Every violation that does not depend on colours; `again` is another width of the same page. */
async function rules(again) {
  if (again) return told(await axe.run({ ...BASE, runOnly: WIDTH }));
  const without = Object.fromEntries(CONTRAST.map((name) => [name, { enabled: false }]));
  return told(await axe.run({ ...BASE, rules: without }));
}

/** How text is drawn that was not drawn so before, and what is wrong with it. */
async function colours(known) {
  const found = new Map(known.map((name) => [name, null]));
  const grounds = new Map();
  for (const one of document.body.querySelectorAll("*")) {
    const speaks = one.matches("input, select, textarea") || [...one.childNodes].some(({ data }) => data?.trim());
    if (!speaks || !one.checkVisibility()) continue;
    const name = drawn(one, grounds);
    if (!found.has(name)) found.set(name, one);
  }
  const fresh = [...found].slice(known.length);
  if (!fresh.length) return [[], []];
  const options = { ...BASE, runOnly: CONTRAST };
  const result = await axe.run({ include: fresh.map(([, one]) => one) }, options);
  return [fresh.map(([name]) => name), told(result)];
}

/** What the contrast of an element's text depends on. */
function drawn(one, grounds) {
  const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(one);
  const around = one.localName === "a" ? getComputedStyle(one.parentElement).color : "";
  return [color, fontSize, fontWeight, textDecorationLine, around, ground(one, grounds)].join(" ");
}

/** On what an element lies: all that is painted below it, and the layer that it is part of. */
function ground(one, grounds) {
  if (!one) return "";
  if (!grounds.has(one)) {
    const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(one);
    const own = [];
    if (!/, 0\)$|transparent/.test(backgroundColor)) own.push(backgroundColor);
    if (backgroundImage !== "none") own.push(backgroundImage.slice(0, 40));
    if (opacity !== "1") own.push(opacity);
    if (position === "absolute" || position === "fixed") own.push(one.className);
    const below = ground(one.parentElement, grounds);
    grounds.set(one, own.length ? `${below}>${own.join(" ")}` : below);
  }
  return grounds.get(one);
}

function told({ violations }) {
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((one) => `${id}: ${one.html.slice(0, 200)} ${one.failureSummary}`));
}

/** What shows no focus, or is hidden while it has it. A key must have been pressed before. */
function focus() {
  const wrong = [];
  const open = document.querySelectorAll("details[open]");
  for (const one of alike([...document.querySelectorAll(FOCUSABLE)].filter(focusable))) {
    one.focus();
    if (document.activeElement !== one) continue;
    if (!marked(one)) wrong.push(`shows no focus: ${one.outerHTML.slice(0, 200)}`);
    else if (!seen(one)) wrong.push(`hidden while it has the focus: ${one.outerHTML.slice(0, 200)}`);
  }
  document.activeElement?.blur();
  for (const one of open) one.open = true;
  return wrong;
}

function focusable(one) {
  if (one.disabled || one.tabIndex < 0 || one.closest("[inert], fieldset:disabled")) return false;
  return one.checkVisibility({ visibilityProperty: true });
}

/** The first and the last of those that are alike: of fifty rows, two. */
function alike(all) {
  const kind = (one) => [one, one.parentElement, one.parentElement.parentElement].map((at) => at.localName + at.className).join(">");
  const first = new Map(all.toReversed().map((one) => [kind(one), one]));
  const last = new Map(all.map((one) => [kind(one), one]));
  const chosen = new Set([...first.values(), ...last.values()]);
  return all.filter((one) => chosen.has(one));
}

function marked(one) {
  return Boolean(outlined(one));
}

/** The element whose outline shows that one has the focus, and which part of it. */
function outlined(one) {
  const lined = ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) > 1;
  const near = [one, one.parentElement, one.nextElementSibling, one.closest(".card, .metric")];
  const parts = near.filter(Boolean).flatMap((at) => [[at], [at, "::after"]]);
  return parts.find((part) => lined(getComputedStyle(...part)));
}

function seen(one) {
  const { left, right, top, bottom } = one.getBoundingClientRect();
  const points = [[(left + right) / 2, (top + bottom) / 2], [left + 2, top + 2], [right - 2, bottom - 2]];
  return points.some(([x, y]) => {
    const found = document.elementFromPoint(x, y);
    const near = one.closest("label, li, tr, .card, .metric");
    return found && (one.contains(found) || found.contains(one) || near?.contains(found));
  });
}

/** What makes the page scroll sideways; '' if nothing does. */
function sideways() {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return "";
  const scrolls = (one) => /auto|scroll|hidden|clip/.test(getComputedStyle(one).overflowX);
  const held = (one) => one.parentElement !== document.body && (scrolls(one.parentElement) || held(one.parentElement));
  const free = [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility() && !held(one));
  const out = free.map((one) => [one.getBoundingClientRect().right, one]);
  const [right, one] = out.reduce((far, near) => (near[0] > far[0] ? near : far));
  return `${right - clientWidth} px: ${one.outerHTML.slice(0, 200)}`;
}

/** What of a text is cut off, or stands out of its box. */
function cut() {
  const over = ({ scrollWidth, clientWidth }) => clientWidth && scrollWidth > clientWidth + 1;
  return spoken().filter((one) => {
    const { display, overflowX, position, textOverflow } = getComputedStyle(one);
    if (display === "inline" || textOverflow === "ellipsis" || /auto|scroll/.test(overflowX)) return false;
    return over(one) && !(position === "absolute" && one.clientWidth < 2);
  }).map((one) => `cut off: ${one.outerHTML.slice(0, 200)}`);
}

/** Who speaks: elements with words of their own that show. */
function spoken() {
  const speaks = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  return [...document.body.querySelectorAll("*")].filter((one) => speaks(one) && one.checkVisibility() && !one.closest("svg, pre, select"));
}

/** Write all letters twice as large, or as large as before. */
function enlarge(now) {
  document.documentElement.style.fontSize = now ? "200%" : "";
}

/** Say everything in a language that takes two fifths more letters. */
function lengthen(now) {
  if (!now) return;
  for (const one of spoken()) {
    for (const node of one.childNodes) {
      if (node.nodeType === 3) node.data = node.data.replace(/\p{L}{2,}/gu, (word) => word + word.slice(0, Math.ceil(word.length * 0.4)));
    }
  }
}

/** Which of those that are chosen look like their neighbours that are not. */
function alone() {
  const look = (one) => {
    const style = getComputedStyle(one);
    return ["color", "backgroundColor", "outlineStyle", "borderColor", "borderBlockEndWidth", "fontWeight"].map((name) => style[name]).join();
  };
  const looks = (one) => [one, ...one.children].map(look).join();
  const chosen = document.querySelectorAll("[aria-current]:not([aria-current=false], .crumbs *), [aria-pressed=true], [aria-selected=true], input:checked");
  return [...chosen].filter((one) => {
    const near = [...(one.closest("ul, nav, [role=listbox], [role=group], fieldset, form") ?? document).querySelectorAll(one.localName)];
    const other = near.find((other) => other.className === one.className && other.type === one.type && ![...chosen].includes(other));
    return other && one.checkVisibility() && looks(one) === looks(other);
  }).map((one) => `looks like those not chosen: ${one.outerHTML.slice(0, 200)}`);
}

/** Open whatever is folded, but what would lie upon the page. */
function unfold() {
  for (const one of document.querySelectorAll("main details:not(.menu, .filter-editor)")) one.open = true;
}

globalThis.looking = { rules, colours, focus, sideways, cut, enlarge, lengthen, alone, unfold };
