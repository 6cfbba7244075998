// @ts-check
/** Dates, moments and the wall clock of a zone, as conditions compare them: in milliseconds. */

export const DAY = 86_400_000;

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const MOMENT =
  /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d{1,6})?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/** Midnight UTC of a calendar date, in milliseconds. @param {any} text @returns {number|null} */
export function dayOf(text) {
  const found = typeof text === "string" ? DATE.exec(text) : null;
  if (!found || found[1] === "0000") return null;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text) ? ms : null;
}

/** @param {any} text @returns {number|null} */
export function momentOf(text) {
  const found = typeof text === "string" ? MOMENT.exec(text) : null;
  const day = found ? dayOf(found[1]) : null;
  if (!found || day === null) return null;
  const [hours, minutes, seconds] = found.slice(2, 5).map(Number);
  const offset = (Number(found[7] ?? 0) * 60 + Number(found[8] ?? 0)) * (found[6] === "-" ? -1 : 1);
  return inCalendar(day + (hours * 60 + minutes - offset) * 60_000 + seconds * 1000 + Number(found[5] ?? 0) * 1000);
}

/** @param {number} ms @returns {number|null} */
export function inCalendar(ms) {
  const year = new Date(ms).getUTCFullYear();
  return year >= 1 && year <= 9999 ? ms : null;
}

/** The zone's wall clock at a moment, as if it were UTC. @param {number} ms @param {string} zone */
export function wallOf(ms, zone) {
  const whole = Math.floor(ms / 1000) * 1000;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
    hour: "numeric", minute: "numeric", second: "numeric",
  });
  const at = Object.fromEntries(format.formatToParts(whole).map(({ type, value }) => [type, Number(value)]));
  // Set apart, as `Date.UTC` takes the years 0 to 99 for 1900 to 1999.
  const wall = new Date(Date.UTC(2000, 0, 1, at.hour, at.minute, at.second));
  return wall.setUTCFullYear(at.year, at.month - 1, at.day) + (ms - whole);
}

/** The moment of a wall clock: the first of two; one that is skipped, by the offset before it.
 * @param {number} wall @param {string} zone */
export function utcOf(wall, zone) {
  const [before, after] = [wall - DAY, wall + DAY].map((near) => wall - (wallOf(near, zone) - near));
  return wallOf(before, zone) !== wall && wallOf(after, zone) === wall ? after : before;
}
