// Whether the Tab key leads through all of a page and out of it, asked from within; see walking.py.

/** What a pointer can use. */
const USED = "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex='0'], [contenteditable=true]";
const ACTED = ["button", "link", "checkbox", "radio", "switch", "slider", "combobox", "option", "tab", "treeitem", "menuitem"];
const CONTROLS = [USED, ...ACTED.map((role) => `[role=${role}]`)].join();
/** What has one stop, and goes on by arrows. */
const COMPOSITE = ["listbox", "tree", "menu", "menubar", "toolbar", "tablist", "grid"].map((role) => `[role=${role}]`).join();
/** What is drawn for nobody: for programs that fill in forms, and for the Enter key. */
const UNSEEN = ".form-trap, .form-default, input.visually-hidden";
/** What is placed apart from the flow. */
const APART = /fixed|sticky|absolute/;

let walk;

/** Begin at the top; say how many stops there should be at least. */
function begin() {
  const top = modal() ?? document.body;
  const wanted = new Set([...document.querySelectorAll(CONTROLS)].filter(isUsable));
  const looked = new Set(alike([...wanted]));
  const open = new Set(document.querySelectorAll("details[open]"));
  walk = { wanted, looked, open, reached: new Set(), wrong: new Set(), first: null, last: null, out: false };
  top.tabIndex = -1;
  top.focus({ preventScroll: true });
  top.blur();
  top.removeAttribute("tabindex");
  addEventListener("keydown", stop, true);
  return wanted.size + 1;
}

/** Look at where the last key led, before the next one leads on. */
function stop() {
  const one = document.activeElement;
  if (walk.out || (!walk.last && one === document.body)) return;
  const { last, reached, wrong, wanted, looked } = walk;
  if (one === last) return;
  walk.out = one === document.body || one === walk.first; // the key may lead straight back to the top
  if (walk.out) return;
  walk.first ??= one;
  const say = (what) => wrong.add(`${what}: ${short(one)}`);
  if (reached.has(one)) say("the key leads back to");
  reached.add(one);
  if (one.ariaActiveDescendantElement) reached.add(one.ariaActiveDescendantElement);
  if (last?.isConnected && backwards(last, one)) say(`lies before ${short(last)}, but comes after`);
  if (looked.has(one) || !wanted.has(one)) {
    if (!marked(one)) say("shows no focus");
    else if (contrast(one) < 3) say(`shows its focus too weakly, ${contrast(one).toFixed(1)}`);
    if (!seen(one)) say("covered while it has the focus");
  }
  const menu = one.localName === "summary" && one.parentElement;
  if (menu && walk.open.has(menu)) menu.open = true; // it shut when the key began at the top
  walk.last = one;
}

/** Whether the key has led out. */
function isOut() {
  stop();
  return walk.out;
}

/** What was wrong on the way, and to what no key led. */
function end() {
  removeEventListener("keydown", stop, true);
  const { wanted, reached, wrong, open } = walk;
  for (const one of open) one.open = true;
  for (const one of wanted) if (!led(one) && isUsable(one)) wrong.add(`no key leads to ${short(one)}`);
  for (const one of document.body.querySelectorAll("*")) {
    if (!isThere(one)) continue;
    if (scrolls(one) && !holds(one)) wrong.add(`no key scrolls ${short(one)}`);
    if (pointed(one) && !holds(one)) wrong.add(`only a pointer can use ${short(one)}`);
  }
  if (!walk.out) wrong.add(`the key does not lead out, but to ${short(document.activeElement)}`);
  document.activeElement.blur();
  return [...wrong];
}

function isUsable(one) {
  if (!one.isConnected || one.matches(":disabled, [aria-disabled=true]") || !isThere(one)) return false;
  return one.tabIndex >= 0 || !one.closest(UNSEEN);
}

/** The dialog without which nothing else can be used. */
function modal() {
  return [...document.querySelectorAll("dialog:modal")].at(-1);
}

function isThere(one) {
  return (modal()?.contains(one) ?? true) && !one.closest("[inert]") && one.checkVisibility({ visibilityProperty: true });
}

/** Whether a key leads to an element, or to what leads on to it by arrows. */
function led(one) {
  const { reached } = walk;
  if (reached.has(one)) return true;
  if (one.type === "radio") return [...reached].some(({ type, name, form }) => type === "radio" && name === one.name && form === one.form);
  const box = one.closest(COMPOSITE);
  return Boolean(box) && [...reached].some((by) => box.contains(by) || by.getAttribute("aria-controls") === box.id);
}

/** Whether an element is, holds or belongs to something that a key should lead to. */
function holds(one) {
  const near = (other) => one.contains(other) || other.contains(one) || [...(other.labels ?? [])].some((label) => label.contains(one));
  return [...walk.reached, ...walk.wanted].some(near);
}

function scrolls(one) {
  const { overflowX, overflowY } = getComputedStyle(one);
  const over = (how, all, shown) => /auto|scroll/.test(how) && all > shown + 1;
  return over(overflowX, one.scrollWidth, one.clientWidth) || over(overflowY, one.scrollHeight, one.clientHeight);
}

/** Whether an element says that a pointer does something with it. */
function pointed(one) {
  if (one.draggable) return one.localName !== "a" && one.localName !== "img";
  return getComputedStyle(one).cursor === "pointer" && !one.control?.disabled;
}

/** Whether what comes next lies before what came first, for someone who reads. */
function backwards(first, next) {
  if (first.contains(next) || next.contains(first)) return false;
  if (first.tabIndex > 0 || next.tabIndex > 0) return true;
  let both = first.parentElement;
  while (!both.contains(next)) both = both.parentElement;
  const [a, b] = [first, next].map((one) => {
    let block = one;
    while (block.parentElement !== both) block = block.parentElement;
    return block;
  });
  if ([a, b].some((one) => APART.test(getComputedStyle(one).position) || one.matches(":modal, :popover-open"))) return false;
  const [from, to] = [a, b].map((one) => one.getBoundingClientRect());
  if (!from.height || !to.height) return false;
  const above = to.bottom <= from.top + 2;
  if (above) return to.left < from.right - 2;
  const beside = Math.min(from.bottom, to.bottom) - Math.max(from.top, to.top) > Math.min(from.height, to.height) / 2;
  return beside && to.right <= from.left + 2;
}

/** How an outline stands out from what lies around it. */
function contrast(one) {
  const [at, part] = outlined(one);
  const { outlineColor, outlineOffset } = getComputedStyle(at, part);
  const around = parseFloat(outlineOffset) < 0 ? at : at.parentElement;
  const [line, ground] = [painted(outlineColor), below(around)].map(light);
  return (Math.max(line, ground) + 0.05) / (Math.min(line, ground) + 0.05);
}

/** The colour that lies below an element's contents. */
function below(one) {
  if (!one) return [255, 255, 255, 1];
  const [red, green, blue, alpha] = painted(getComputedStyle(one).backgroundColor);
  if (alpha === 1) return [red, green, blue, 1];
  const under = below(one.parentElement);
  return [red, green, blue].map((part, at) => part * alpha + under[at] * (1 - alpha)).concat(1);
}

const paints = new Map();

/** The parts of any colour that CSS can write. */
function painted(colour) {
  if (!paints.has(colour)) {
    const pen = new OffscreenCanvas(1, 1).getContext("2d");
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    paints.set(colour, [red, green, blue, alpha / 255]);
  }
  return paints.get(colour);
}

function light(parts) {
  const [red, green, blue] = parts.map((part) => (part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function short(one) {
  return one.outerHTML.slice(0, 160).replaceAll(/\s+/g, " ");
}

globalThis.walking = { begin, isOut, end };
