import { cx } from "#components/ui/cx.ts";
import { formatInstant, formatWeekday } from "#components/ui/date.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

type Span = { startsAt: Date; endsAt: Date };

/** `Thursday 8 January, 18:30–21:00`, with its year in another than the present; what ends on another day says so. */
export function spanWords({ startsAt, endsAt }: Span, timezone: string, now: Date): string {
  const day = (instant: Date) => formatInstant(instant, { timezone, form: "weekday", now });
  const time = (instant: Date) => formatInstant(instant, { timezone, form: "time" });
  const end = day(startsAt) === day(endsAt) ? time(endsAt) : `${day(endsAt)}, ${time(endsAt)}`;
  return `${day(startsAt)}, ${time(startsAt)}–${end}`;
}

/** `Thursday, 18:30–21:00`, for where the date stands beside it; what ends on another day says everything. */
export function hoursWords(span: Span, timezone: string, now: Date): string {
  const whole = spanWords(span, timezone, now);
  const weekday = formatInstant(span.startsAt, { timezone, form: "weekday", now });
  return whole.replace(weekday, formatWeekday(span.startsAt, timezone));
}

/** The hours where the student is, when the clocks there show something else; undefined when they show the same. */
export function hoursElsewhere(span: Span, timezone: string, viewer: { timezone: string; now: Date }) {
  const theirs = spanWords(span, viewer.timezone, viewer.now);
  return theirs === spanWords(span, timezone, viewer.now) ? undefined : theirs;
}

export const zoneName = (timezone: string) => timezone.replaceAll("_", " ");

/** Who reads, and when. Whoever writes a deadline of theirs writes it on the school's clock. */
export type Reading = { timezone: string; schoolTimezone: string; now: Date };

export type HoursProps = Span & { timezone: string; viewer: Reading; className?: string };

/** When a meeting is: in the timezone of its cohort, and below it in the viewer's own where that differs. */
export function Hours({ startsAt, endsAt, timezone, viewer, className }: HoursProps) {
  const t = getTranslator();
  const elsewhere = hoursElsewhere({ startsAt, endsAt }, timezone, viewer);
  return (
    <span className={cx("num", className)}>
      <time dateTime={startsAt.toISOString()}>{spanWords({ startsAt, endsAt }, timezone, viewer.now)}</time>{" "}
      <span className="text-ink-faint">{zoneName(timezone)}</span>
      {elsewhere && (
        <span className="block text-tiny text-ink-faint">
          {t("learning.for_you", { elsewhere, zoneName: zoneName(viewer.timezone) })}
        </span>
      )}
    </span>
  );
}
