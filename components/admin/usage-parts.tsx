import { getTranslator } from "#components/messages/get-translator.ts";
import type { UsageDay } from "#domain/usage/get-course-usage.ts";
import { BarChart } from "../ui/chart.tsx";
import { cx } from "../ui/cx.ts";
import { formatInstant } from "../ui/date.tsx";
import { formatNumber } from "../ui/number.ts";
import { Table } from "../ui/table.tsx";

/** More bars than this stand too close: then each is a week. */
const BARS_MAX = 100;
const WEEK = 7;

type UsageChartProps = {
  days: UsageDay[];
  /** How many days back the chart goes, and the others that there are, by their links. */
  period: number;
  periods: readonly number[];
  /** The page's own address. */
  path: string;
};

/** How much was opened: a bar a day, or a week of a long time. */
export function UsageChart({ days, period, periods, path }: UsageChartProps) {
  const t = getTranslator();
  const isWeekly = days.length > BARS_MAX;
  const title = isWeekly ? t("admin_usage.openings_a_week_title") : t("admin_usage.openings_a_day_title");
  const total = days.reduce((sum, { openings }) => sum + openings, 0);
  return (
    <>
      <nav aria-label={t("admin_usage.period_label")} className="mb-4">
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-small">
          {periods.map((each) => (
            <li key={each}>
              <a
                href={`${path}?days=${each}`}
                aria-current={each === period ? "true" : undefined}
                className={cx(each === period ? "font-[560] text-ink" : "link")}
              >
                {each % WEEK === 0
                  ? t("admin_usage.last_weeks", { weeks: each / WEEK })
                  : t("admin_usage.last_days", { days: each })}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {total > 0 && (
        <BarChart
          title={title}
          hideTitle
          labelHeader={isWeekly ? t("admin_usage.week_from") : t("admin_usage.day")}
          valueHeader={t("admin_usage.openings")}
          points={(isWeekly ? toWeeks(days) : days).map(({ day, openings }) => ({
            label: sayDay(day),
            value: openings,
          }))}
        />
      )}
      <p className="mt-3 text-small text-ink-soft">
        {t("admin_usage.openings_in_all", { count: total })} {t("admin_usage.what_counts_hint")}
      </p>
    </>
  );
}

/** The days or weeks in which anything was opened, the newest first: what the chart shows, to be read. */
export function UsageTable({ days }: { days: UsageDay[] }) {
  const t = getTranslator();
  const isWeekly = days.length > BARS_MAX;
  const used = (isWeekly ? toWeeks(days) : days).filter(({ openings }) => openings > 0).reverse();
  if (used.length === 0) return null;
  return (
    <details className="mt-3">
      <summary className="w-fit cursor-pointer text-small text-ink-soft hover:text-ink">
        {isWeekly ? t("admin_usage.figures_by_week") : t("admin_usage.figures_by_day")}
      </summary>
      <div className="mt-3">
        <Table<UsageDay>
          caption={isWeekly ? t("admin_usage.openings_a_week_title") : t("admin_usage.openings_a_day_title")}
          rows={used}
          rowKey={({ day }) => day}
          columns={[
            {
              key: "day",
              header: isWeekly ? t("admin_usage.week_from") : t("admin_usage.day"),
              cell: ({ day }) => sayDay(day, true),
            },
            {
              key: "openings",
              header: t("admin_usage.openings"),
              align: "end",
              cell: ({ openings }) => formatNumber(openings),
            },
            // Who came on two days of a week would count twice.
            ...(isWeekly
              ? []
              : [
                  {
                    key: "students",
                    header: t("admin_usage.students_title"),
                    align: "end" as const,
                    cell: ({ students }: UsageDay) => formatNumber(students),
                  },
                ]),
          ]}
        />
      </div>
    </details>
  );
}

/** Weeks of seven days that end with the last one; each is called by its first day. */
function toWeeks(days: UsageDay[]): UsageDay[] {
  const weeks: UsageDay[] = [];
  for (let end = days.length; end > 0; end -= WEEK) {
    const own = days.slice(Math.max(0, end - WEEK), end);
    const [first] = own;
    if (first) weeks.unshift({ ...first, openings: own.reduce((sum, { openings }) => sum + openings, 0) });
  }
  return weeks;
}

/** A day of the calendar is the same day everywhere, so it is written in the zone in which it is read here. */
const sayDay = (day: string, withYear = false) => {
  const instant = new Date(`${day}T00:00:00Z`);
  return withYear
    ? formatInstant(instant, { timezone: "UTC", form: "date" })
    : formatInstant(instant, { timezone: "UTC", form: "short", now: instant });
};
