import { formatNumber } from "#components/ui/number.ts";
import { BarChart } from "../ui/chart.tsx";
import { formatInstant } from "../ui/date.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

const ONE_PLACE = { minimumFractionDigits: 1, maximumFractionDigits: 1 };

export type HistoryPoint = { from: Date; value: number | null };
export type HistoryProps = {
  requests: HistoryPoint[];
  requestMs: HistoryPoint[];
  commitMs: HistoryPoint[];
  databaseBytes: HistoryPoint[];
};

type ChartsProps = { history: HistoryProps; timezone: string; now: Date };

const MB = 1024 * 1024;

/** How the school fared by the hour, and how its database grew. */
export function HistoryCharts({ history, timezone, now }: ChartsProps) {
  const t = getTranslator();
  const hourly = (points: HistoryPoint[], text: (value: number) => string) =>
    points.map(({ from, value }) => ({
      // The hour alone: two dozen labels must fit.
      label: formatInstant(from, { timezone, form: "time" }).slice(0, 2),
      value: value === null ? null : Math.round(value),
      ...(value === null ? {} : { text: text(value) }),
    }));
  const ms = (value: number) =>
    t("system.ms", { value: value < 10 ? formatNumber(value, ONE_PLACE) : formatNumber(Math.round(value)) });
  const megabytes = (value: number) => t("system.mb", { value: formatNumber(value / MB, ONE_PLACE) });
  return (
    <div className="grid grid-cols-1 gap-x-8 gap-y-8 xl:grid-cols-2">
      <BarChart
        className="xl:col-span-2"
        title={t("system.requests_each_hour_title")}
        description={t("system.the_last_day_all_server_processes_hint")}
        labelHeader={t("system.hour_from")}
        valueHeader={t("system.requests")}
        height={120}
        points={hourly(history.requests, (value) => formatNumber(value))}
      />
      <BarChart
        title={t("system.how_long_requests_took_title")}
        description={t("system.in_milliseconds_nineteen_of_twenty_were_hint")}
        labelHeader={t("system.hour_from")}
        valueHeader={t("system.time")}
        height={120}
        points={hourly(history.requestMs, ms)}
      />
      <BarChart
        title={t("system.how_long_commits_took_title")}
        description={t("system.in_milliseconds_ninety_nine_of_a_hundred_hint")}
        labelHeader={t("system.hour_from")}
        valueHeader={t("system.time")}
        height={120}
        points={hourly(history.commitMs, ms)}
      />
      <BarChart
        className="xl:col-span-2"
        title={t("system.size_of_the_database_title")}
        description={t("system.in_megabytes_on_each_of_the_last_thirty_hint")}
        labelHeader={t("system.day")}
        valueHeader={t("system.size")}
        height={120}
        points={history.databaseBytes.map(({ from, value }) => ({
          label: formatInstant(from, { timezone, form: "short", now }),
          value: value === null ? null : value / MB,
          ...(value === null ? {} : { text: megabytes(value) }),
        }))}
      />
    </div>
  );
}
