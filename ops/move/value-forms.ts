/** A column that both ends have. The type is PostgreSQL's, which says more: SQLite has only integers and texts. */
type MovedColumn = { name: string; type: MovedType };
export type MovedTable = { name: string; columns: MovedColumn[]; key: string[] };

const TYPES = ["boolean", "bigint", "timestamp with time zone", "jsonb", "text"] as const;
export type MovedType = (typeof TYPES)[number];

export function isMovedType(type: string): type is MovedType {
  return TYPES.some((each) => each === type);
}

export type Problem = "nul" | "date" | "json" | "boolean" | "half_sign" | "bytes";

/** Why a value cannot be held by the other engine. */
export class UnmovableValue extends Error {
  override name = "UnmovableValue";
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem);
    this.problem = problem;
  }
}

const DAY_MS = 86_400_000;
/** What PostgreSQL and JavaScript's dates both write with a year of four digits. */
const EARLIEST_MS = Date.parse("0001-01-01T00:00:00.000Z");
const LATEST_MS = Date.parse("9999-12-31T23:59:59.999Z");
const two = (n: number) => String(n).padStart(2, "0");
const TIMES = Array.from(
  { length: 86_400 },
  (_, n) => `${two(Math.floor(n / 3600))}:${two(Math.floor(n / 60) % 60)}:${two(n % 60)}`,
);
/** As PostgreSQL writes them, without zeros at the end. */
const FRACTIONS = Array.from({ length: 1000 }, (_, ms) =>
  ms === 0 ? "+00" : `.${String(ms).padStart(3, "0").replace(/0+$/, "")}+00`,
);

/** Keeps what was worked out before: rows that follow each other say much the same. */
function remembered<T>(work: (text: string) => T, lengthMax: number): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = work(text);
    if (text.length > lengthMax) return made;
    if (known.size > 5_000) known.clear();
    known.set(text, made);
    return made;
  };
}

const dayText = remembered((day) => new Date(Number(day) * DAY_MS).toISOString().slice(0, 10), 10);

/** Milliseconds as PostgreSQL writes a moment in UTC. */
export function formatMoment(ms: number): string {
  if (!(ms >= EARLIEST_MS && ms <= LATEST_MS)) throw new UnmovableValue("date");
  const day = Math.floor(ms / DAY_MS);
  const rest = ms - day * DAY_MS;
  return `${dayText(String(day))} ${TIMES[Math.floor(rest / 1000)]}${FRACTIONS[rest % 1000]}`;
}

/** `2026-11-29 08:15:00.5+00`: how long it is without a fraction, and where each number stands. */
const WHOLE = "2026-11-29 08:15:00+00".length;
const digits = (text: string, from: number, to: number): number => {
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
};

/** The days from 1970 to a day of the calendar that has always been ours, counted from the 1st of March of the year 0. */
function dayOf(year: number, month: number, day: number): number {
  const [years, months] = month > 2 ? [year, month - 3] : [year - 1, month + 9];
  const leaps = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return years * 365 + leaps + Math.floor((153 * months + 2) / 5) + day - 719_469;
}

/** Milliseconds of a moment that PostgreSQL has written in UTC. By hand, because a school has more of these than of anything else. */
export function parseMoment(text: string): number {
  const fraction = text.length - WHOLE;
  const isShaped =
    text.startsWith("-", 4) && text.startsWith("-", 7) && text.startsWith(" ", 10) && text.endsWith("+00");
  if (!isShaped || fraction < 0 || fraction > 4 || fraction === 1) throw new UnmovableValue("date");
  if (fraction > 0 && !text.startsWith(".", 19)) throw new UnmovableValue("date");
  const year = digits(text, 0, 4);
  const seconds = digits(text, 11, 13) * 3600 + digits(text, 14, 16) * 60 + digits(text, 17, 19);
  const thousandths = fraction === 0 ? 0 : digits(text, 20, 19 + fraction) * 10 ** (4 - fraction);
  const ms = dayOf(year, digits(text, 5, 7), digits(text, 8, 10)) * DAY_MS + seconds * 1000 + thousandths;
  if (Number.isNaN(ms) || year < 1) throw new UnmovableValue("date");
  return ms;
}

/** JSON with sorted keys: PostgreSQL keeps no order of them. A NUL is as impossible in its texts as in others, and half a sign too. */
export const sortJson = remembered((text) => {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new UnmovableValue("json");
  }
  const written = JSON.stringify(sorted(read));
  if (written.includes("\\u")) checkSigns(read);
  return written;
}, 300);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  // What is read as infinite would be written as nothing.
  if (typeof value === "number" && !Number.isFinite(value)) throw new UnmovableValue("json");
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  // fromEntries keeps a key called __proto__ as a key.
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}

function checkSigns(value: unknown): void {
  if (typeof value === "string") {
    if (value.includes("\0")) throw new UnmovableValue("nul");
    if (!value.isWellFormed()) throw new UnmovableValue("half_sign");
  } else if (value !== null && typeof value === "object") {
    for (const [key, each] of Object.entries(value)) {
      checkSigns(key);
      checkSigns(each);
    }
  }
}
