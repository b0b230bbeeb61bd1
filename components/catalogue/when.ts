import { formatLocalDay, formatLocalTime, isOtherYear, getAmbiguousOffset } from "#domain/kernel/local-time.ts";
import { getLocale } from "#components/messages/get-locale.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type Span = { startsAt: Date; endsAt: Date };
type Offering = {
  startsAt: Date | null;
  endsAt: Date | null;
  timezone: string;
  alwaysOpen: boolean;
  meetings: Span[];
  meetingsTotal: number;
};

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timezone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = getLocale();
  const key = `${locale} ${timezone} ${JSON.stringify(options)}`;
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, { ...options, timeZone: timezone });
    formatters.set(key, made);
  }
  return made;
}

const format = (instant: Date, timezone: string, options: Intl.DateTimeFormatOptions) =>
  formatterOf(timezone, options).format(instant);

const weekday = (instant: Date, timezone: string) => format(instant, timezone, { weekday: "long" });
/** `18:30`; where the clock shows it twice, with its offset. */
const hour = (instant: Date, timezone: string) => {
  const offset = getAmbiguousOffset(instant, timezone);
  const clock = format(instant, timezone, { hour: "2-digit", minute: "2-digit" });
  return offset === undefined ? clock : `${clock} (${offset})`;
};

const DAY = { day: "numeric", month: "long" } as const;
const DAY_AND_YEAR = { ...DAY, year: "numeric" } as const;

/** `8 January`, and `8 January 2028` in another year than the present. */
function dayWords(instant: Date, timezone: string, now: Date): string {
  return format(instant, timezone, isOtherYear(instant, now, timezone) ? DAY_AND_YEAR : DAY);
}

/** Whether all the meetings share something: their weekday, their hour. */
function common(meetings: Span[], of: (meeting: Span) => string): string | undefined {
  const values = new Set(meetings.map(of));
  return values.size === 1 ? [...values][0] : undefined;
}

/** `14–17 May`, `28 April – 2 May`, `20 December – 10 January 2028`; a year stands once for both where it is the same. */
export function dateRange(from: Date, to: Date, timezone: string, now: Date): string {
  const last = dayWords(to, timezone, now);
  const [begins, ends] = [formatLocalDay(from, timezone), formatLocalDay(to, timezone)];
  if (begins === ends) return last;
  if (begins.slice(0, "2026-05".length) === ends.slice(0, "2026-05".length)) {
    const year = isOtherYear(to, now, timezone);
    return tighten(formatterOf(timezone, year ? DAY_AND_YEAR : DAY).formatRange(from, to));
  }
  const first = isOtherYear(from, to, timezone) ? dayWords(from, timezone, now) : dayWords(from, timezone, from);
  return `${first} – ${last}`;
}

/** Some languages put spaces round the sign between two days of a month: `14 – 17 May`. */
const tighten = (range: string) => range.replace(/\s*–\s*/, "–");

/** When an offering takes place, in a line: `Thursdays from 8 January, 18:30`. */
export function whenWords(offering: Offering, now: Date): string {
  const t = getTranslator();
  const { startsAt, endsAt, timezone, alwaysOpen } = offering;
  // Meetings that are all over say nothing of an offering that is not.
  const over = (offering.meetings.at(-1)?.endsAt ?? now) <= now && !(endsAt && endsAt <= now);
  const meetings = over ? [] : offering.meetings;
  const first = meetings[0];
  const time = common(meetings, (each) => `${hour(each.startsAt, timezone)}–${hour(each.endsAt, timezone)}`);
  const day = common(meetings, (each) => weekday(each.startsAt, timezone));
  if (first && offering.meetingsTotal > 1 && day) {
    const from = dayWords(first.startsAt, timezone, now);
    const begins = time?.split("–")[0];
    return begins
      ? t("catalogue.weekly_from_at", { weekday: day, date: from, time: begins })
      : t("catalogue.weekly_from", { weekday: day, date: from });
  }
  const begins = startsAt ?? first?.startsAt;
  if (!begins) return undatedWords(alwaysOpen);
  const ends = endsAt ?? meetings.at(-1)?.endsAt;
  const dates = ends
    ? dateRange(begins, ends, timezone, now)
    : t("catalogue.from_date", { date: dayWords(begins, timezone, now) });
  return time ? `${dates}, ${time}` : dates;
}

/** What is said in a date's place: an offering is begun whenever one likes, or its dates are not known yet. */
export function undatedWords(alwaysOpen: boolean): string {
  const t = getTranslator();
  return alwaysOpen ? t("catalogue.start_whenever_you_like") : t("catalogue.dates_to_be_announced");
}

/** How much there is of it: `8 evenings, 2½ hours each`; nothing when no meeting is dated. */
export function loadWords({ meetings, meetingsTotal, timezone }: Offering): string {
  const t = getTranslator();
  if (meetings.length === 0) return "";
  const evenings = meetings.every(({ startsAt }) => Number(formatLocalTime(startsAt, timezone).slice(11, 13)) >= 17);
  const length = common(meetings, ({ startsAt, endsAt }) => String(endsAt.getTime() - startsAt.getTime()));
  const count = meetingsTotal;
  if (length === undefined) return evenings ? t("catalogue.evenings", { count }) : t("catalogue.meetings", { count });
  const duration = durationWords(Number(length) / 60_000);
  return evenings ? t("catalogue.evenings_of", { count, duration }) : t("catalogue.meetings_of", { count, duration });
}

const QUARTERS = ["", "¼", "½", "¾"];

/** `2½ hours`, `1 hour`, `50 minutes`, `1 hour 20 minutes`. */
export function durationWords(minutes: number): string {
  const t = getTranslator();
  const hours = Math.floor(minutes / 60);
  const rest = Math.round(minutes % 60);
  if (hours === 0) return t("catalogue.minutes", { minutes: rest });
  const quarter = rest % 15 === 0 ? QUARTERS[rest / 15] : undefined;
  if (quarter !== undefined) return t("catalogue.hours", { written: `${hours}${quarter}`, hours: hours + rest / 60 });
  return t("catalogue.hours_and_minutes", { hours, minutes: rest });
}

/** How long the materials stay open for somebody who enrols now. */
export function accessWords(
  offering: { accessDays: number | null; startsAt: Date | null; accessUntil: Date | null; timezone: string },
  now: Date,
): string {
  const t = getTranslator();
  const { accessDays, accessUntil, startsAt, timezone } = offering;
  if (!accessUntil) return t("catalogue.course_materials_stay_open_for_good");
  if (accessDays === null) {
    // Open to the end of a day: the last one is named, not the one that begins then.
    const last = new Date(accessUntil.getTime() - 1);
    return t("catalogue.course_materials_stay_open_until", { date: dayWords(last, timezone, now) });
  }
  if (startsAt && startsAt > now) {
    return t("catalogue.course_materials_stay_open_until", { date: dayWords(accessUntil, timezone, now) });
  }
  return t("catalogue.course_materials_stay_open_for_days", { accessDays });
}
