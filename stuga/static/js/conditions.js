// @ts-check
/**
 * Conditions in the browser, for comfort: the server decides again. The twin of
 * `models/definition/conditions.py`; `tests/contracts/conditions.json` holds the two together.
 */

import { DAY, dayOf, inCalendar, momentOf, utcOf, wallOf } from "./moments.js";

/** @typedef {null|boolean|number|string|Json[]|{[key: string]: Json}} Json */
/** @typedef {{now: string, zone: string, me: {[name: string]: Json}}} World */
/** @typedef {{family: string, value: any}} Typed */
/** @typedef {{data: {[key: string]: Json}, world: World, fields: {[key: string]: string}}} Looking */

const FAMILIES = {
  text: ["text", "long-text", "choice", "e-mail", "phone", "link", "national-id", "person", "reference",
    "rich-text", "organisation-number", "iban", "bankgiro", "sequence"],
  number: ["integer", "decimal", "money", "percent", "computed"],
  truth: ["yes-no"],
  date: ["date"],
  moment: ["date-time"],
  time: ["time"],
  duration: ["duration"],
  list: ["choices", "references", "file", "files", "image"],
  data: ["json", "address", "place", "list", "signature"],
};

/** What the values of each field kind are compared as. @type {{[kind: string]: string}} */
export const COMPARED_AS = Object.fromEntries(
  Object.entries(FAMILIES).flatMap(([family, kinds]) => kinds.map((kind) => [kind, family])),
);

/** What every record has beside its own fields. @type {{[key: string]: string}} */
export const SYSTEM_FIELDS = {
  id: "reference",
  created_at: "date-time",
  created_by: "person",
  updated_at: "date-time",
  updated_by: "person",
  revision: "integer",
  version: "integer",
};

const NUMBER = /^-?\d{1,30}(\.\d{1,30})?$/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const ORDERED = ["number", "date", "moment", "time", "duration"];
const DURATION =
  /^([+-]?)P(?=[0-9T])(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$/;

/**
 * Whether a condition holds. Throws if it is not well formed.
 * @param {any} condition
 * @param {{[key: string]: Json}} data
 * @param {World} world
 * @param {{[key: string]: string}} fields the kind of each field
 * @returns {boolean}
 */
export function holds(condition, data, world, fields) {
  return judged(condition, { data, world, fields });
}

/**
 * The fields that a condition reads, on either side.
 * @param {any} condition
 * @returns {Set<string>}
 */
export function fieldsIn(condition) {
  if (condition === null || typeof condition !== "object") return new Set();
  const own = !Array.isArray(condition) && typeof condition.field === "string" ? [condition.field] : [];
  return new Set([...own, ...Object.values(condition).flatMap((part) => [...fieldsIn(part)])]);
}

/**
 * The value that a field's controls hold, as far as conditions need it; the server reads again.
 * @param {string} kind
 * @param {string[]} texts
 * @param {string} group the language's sign of thousands, if it is a comma or a point
 * @returns {Json}
 */
export function read(kind, texts, group = "") {
  const family = COMPARED_AS[kind];
  if (family === "list") return texts.filter((text) => text !== "");
  const text = (texts.at(-1) ?? "").normalize("NFC").trim();
  if (text === "") return null;
  if (family === "truth") return ["true", "on", "1", "yes"].includes(text);
  return family === "number" ? readNumber(text, group) : text;
}

/** @param {string} text @param {string} group */
function readNumber(text, group) {
  const bare = text.replace(/[\s%]/g, "").replace(/^\u2212/, "-");
  const last = Math.max(bare.lastIndexOf("."), bare.lastIndexOf(","));
  const sign = bare[last];
  const isGroup = bare.indexOf(sign) < last || (sign === group && /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(bare));
  const whole = (last < 0 || isGroup ? bare : bare.slice(0, last)).replace(/[.,]/g, "");
  const plain = last < 0 || isGroup ? whole : `${whole || 0}.${bare.slice(last + 1) || 0}`;
  return NUMBER.test(plain) ? Number(plain) : null;
}

/** @param {any} condition @param {Looking} looking @returns {boolean} */
function judged(condition, looking) {
  if (!isObject(condition)) throw new TypeError("a condition is an object");
  if ("field" in condition) return compared(condition, looking);
  const [[joining, parts], ...more] = Object.entries(condition);
  if (more.length) throw new TypeError("a condition says one of all, any, not and field");
  if (joining === "not") return !judged(parts, looking);
  if (!["all", "any"].includes(joining) || !Array.isArray(parts)) throw new TypeError(joining);
  const held = parts.map((part) => judged(part, looking));
  return joining === "all" ? held.every(Boolean) : held.some(Boolean);
}

/** @param {any} condition @param {Looking} looking */
function compared({ field, ...operators }, looking) {
  const [[operator, operand], ...more] = Object.entries(operators);
  if (more.length) throw new TypeError("a comparison has one field and one operator");
  const value = own(looking.data, field);
  if (operator === "empty" || operator === "filled") {
    return isEmpty(value) === ((operator === "empty") === operand);
  }
  const kind = own(looking.fields, field) ?? own(SYSTEM_FIELDS, field);
  const family = own(COMPARED_AS, kind);
  const zone = looking.world.zone;
  const left = typed(family, value, zone);
  const isOpen = left !== null && (left.family !== "list" || operator === "contains");
  if (operator === "in" || operator === "not_in") {
    const options = optionsOf(operand, family, looking);
    return isOpen && options.length > 0 && options.some((one) => same(left, one)) === (operator === "in");
  }
  const compare = OPERATORS[operator];
  if (!compare) throw new TypeError(`no operator is called ${operator}`);
  const other = right(operandOf(operand, family, looking), family, zone);
  return isOpen && other !== null && compare(left, other);
}

/** @type {{[operator: string]: (left: Typed, right: Typed) => boolean}} */
const OPERATORS = {
  is: same,
  is_not: (left, right) => left.family === right.family && !same(left, right),
  lt: (left, right) => isOrdered(left, right) && left.value < right.value,
  lte: (left, right) => isOrdered(left, right) && left.value <= right.value,
  gt: (left, right) => isOrdered(left, right) && left.value > right.value,
  gte: (left, right) => isOrdered(left, right) && left.value >= right.value,
  contains: (left, right) =>
    left.family === "list"
      ? left.value.has(right.value)
      : areTexts(left, right) && folded(left).includes(folded(right)),
  starts_with: (left, right) => areTexts(left, right) && folded(left).startsWith(folded(right)),
};

/** @param {Typed} left @param {Typed} right */
function same(left, right) {
  return left.family === right.family && left.value === right.value;
}

/** @param {Typed} left @param {Typed} right */
function isOrdered(left, right) {
  return left.family === right.family && ORDERED.includes(left.family);
}

/** @param {Typed} left @param {Typed} right */
function areTexts(left, right) {
  return left.family === "text" && right.family === "text";
}

/** @param {Typed} text */
function folded(text) {
  return text.value.normalize("NFC").toLowerCase();
}

/** @param {any} operand @param {string|undefined} family @param {Looking} looking */
function optionsOf(operand, family, looking) {
  const found = Array.isArray(operand)
    ? operand.map((one) => operandOf(one, family, looking))
    : [operandOf(operand, family, looking)].flat();
  return found.map((one) => right(one, family, looking.world.zone)).filter((one) => one !== null);
}

/** @param {any} value @param {string|undefined} family @param {string} zone */
function right(value, family, zone) {
  return typed(family === "list" ? "text" : family, value, zone);
}

/** @param {any} operand @param {string|undefined} family @param {Looking} looking @returns {any} */
function operandOf(operand, family, looking) {
  if (!isObject(operand)) return operand;
  const [[source, name], ...more] = Object.entries(operand);
  if (more.length || typeof name !== "string") throw new TypeError("an operand names one thing");
  if (source === "field") return own(looking.data, name);
  if (source === "me") return own(looking.world.me, name);
  if (source !== "now") throw new TypeError(`no operand is called ${source}`);
  return family === "date" || family === "moment" ? moved(looking.world, name) : null;
}

/** @param {any} object @param {any} key */
function own(object, key) {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** @param {any} value */
function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** @param {any} value */
function isEmpty(value) {
  return value == null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** @param {string|undefined} family @param {any} value @param {string} zone @returns {Typed|null} */
function typed(family, value, zone) {
  if (isEmpty(value)) return null;
  const taken = family ?? (Array.isArray(value) ? "list" : NAMES[typeof value]);
  const found = taken ? TAKEN[taken](value, zone) : null;
  return found === null || found === undefined ? null : { family: taken, value: found };
}

/** @type {{[type: string]: string}} */
const NAMES = { boolean: "truth", number: "number", string: "text" };

/** How each family takes a value; `null` if it cannot. @type {{[family: string]: (value: any, zone: string) => any}} */
const TAKEN = {
  text: (value) => (typeof value === "string" ? value.normalize("NFC") : null),
  number: (value) => {
    const number = typeof value === "string" && NUMBER.test(value) ? Number(value) : value;
    return Number.isFinite(number) ? number : null;
  },
  truth: (value) => (value === "true" ? true : value === "false" ? false : typeof value === "boolean" ? value : null),
  date: (value, zone) => {
    const moment = momentOf(value);
    if (moment === null) return dayOf(value) === null ? null : value;
    const wall = inCalendar(wallOf(moment, zone));
    return wall === null ? null : new Date(wall).toISOString().slice(0, 10);
  },
  moment: (value, zone) => {
    const day = dayOf(value);
    return day === null ? momentOf(value) : inCalendar(utcOf(day, zone));
  },
  time: (value) => {
    const found = TIME.exec(String(value));
    return found && Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3] ?? 0);
  },
  duration: (value) => {
    const found = DURATION.exec(String(value));
    if (!found || found[1] || found[2] || found[3]) return null;
    const [weeks, days, hours, minutes, seconds] = found.slice(4).map((part) => Number(part ?? 0));
    return (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
  },
  data: () => null,
  list: (value) =>
    Array.isArray(value)
      ? new Set(value.filter((part) => typeof part === "string").map((part) => part.normalize("NFC")))
      : null,
};

/** `now` moved by a duration, as text; `null` beyond the calendar.
 * @param {World} world @param {string} text */
function moved(world, text) {
  const found = DURATION.exec(text || "P0D");
  const now = momentOf(world.now);
  if (!found || now === null) throw new TypeError(`not a duration: ${text}`);
  const sign = found[1] === "-" ? -1 : 1;
  const [years, months, weeks, days, ...exact] = found.slice(2).map((part) => sign * Number(part ?? 0));
  const wall = wallOf(now, world.zone);
  const from = new Date(wall);
  const count = from.getUTCFullYear() * 12 + from.getUTCMonth() + years * 12 + months;
  const last = new Date(Date.UTC(2000, 0, 0)).setUTCFullYear(Math.floor(count / 12), (count % 12) + 1, 0);
  const date = Math.min(from.getUTCDate(), new Date(last).getUTCDate());
  const day = new Date(last).setUTCDate(date) + (weeks * 7 + days) * DAY;
  if (inCalendar(day) === null) return null;
  const at = utcOf(day + (wall % DAY), world.zone) + (exact[0] * 3600 + exact[1] * 60 + exact[2]) * 1000;
  return inCalendar(at) === null ? null : new Date(at).toISOString();
}
