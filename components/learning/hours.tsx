import { cx } from "#components/ui/cx.ts";
import { formatInstant } from "#components/ui/date.tsx";

type Span = { startsAt: Date; endsAt: Date };

/** `Thursday 8 January, 18:30–21:00`; what ends on another day says so. */
export function spanWords({ startsAt, endsAt }: Span, timezone: string): string {
  const day = (instant: Date) => formatInstant(instant, { timezone, form: "weekday" });
  const time = (instant: Date) => formatInstant(instant, { timezone, form: "time" });
  const end = day(startsAt) === day(endsAt) ? time(endsAt) : `${day(endsAt)}, ${time(endsAt)}`;
  return `${day(startsAt)}, ${time(startsAt)}–${end}`;
}

/** `Thursday, 18:30–21:00`, for where the date stands beside it; what ends on another day says everything. */
export function hoursWords(span: Span, timezone: string): string {
  const whole = spanWords(span, timezone);
  const weekday = formatInstant(span.startsAt, { timezone, form: "weekday" });
  const name = weekday.split(" ")[0] ?? weekday;
  return whole.replace(weekday, name);
}

/** The hours where the student is, when the clocks there show something else; undefined when they show the same. */
export function hoursElsewhere(span: Span, timezone: string, viewerTimezone: string): string | undefined {
  const theirs = spanWords(span, viewerTimezone);
  return theirs === spanWords(span, timezone) ? undefined : theirs;
}

export const zoneName = (timezone: string) => timezone.replaceAll("_", " ");

export type HoursProps = Span & { timezone: string; viewerTimezone: string; className?: string };

/** When a meeting is: in the timezone of its cohort, and below it in the viewer's own where that differs. */
export function Hours({ startsAt, endsAt, timezone, viewerTimezone, className }: HoursProps) {
  const elsewhere = hoursElsewhere({ startsAt, endsAt }, timezone, viewerTimezone);
  return (
    <span className={cx("num", className)}>
      <time dateTime={startsAt.toISOString()}>{spanWords({ startsAt, endsAt }, timezone)}</time>{" "}
      <span className="text-ink-faint">{zoneName(timezone)}</span>
      {elsewhere && (
        <span className="block text-tiny text-ink-faint">
          For you: {elsewhere} {zoneName(viewerTimezone)}
        </span>
      )}
    </span>
  );
}
