import { BarChart } from "../ui/chart.tsx";
import { formatInstant } from "../ui/date.tsx";

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
  const hourly = (points: HistoryPoint[], text: (value: number) => string) =>
    points.map(({ from, value }) => ({
      // The hour alone: two dozen labels must fit.
      label: formatInstant(from, { timezone, form: "time" }).slice(0, 2),
      value: value === null ? null : Math.round(value),
      ...(value === null ? {} : { text: text(value) }),
    }));
  const ms = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en")} ms`;
  const megabytes = (value: number) => `${(value / MB).toFixed(1)} MB`;
  return (
    <div className="grid grid-cols-1 gap-x-8 gap-y-8 xl:grid-cols-2">
      <BarChart
        className="xl:col-span-2"
        title="Requests each hour"
        description="The last day, all server processes together."
        labelHeader="Hour from"
        valueHeader="Requests"
        height={120}
        points={hourly(history.requests, (value) => value.toLocaleString("en"))}
      />
      <BarChart
        title="How long requests took"
        description="In milliseconds: nineteen of twenty were quicker (p95)."
        labelHeader="Hour from"
        valueHeader="Time"
        height={120}
        points={hourly(history.requestMs, ms)}
      />
      <BarChart
        title="How long commits took"
        description="In milliseconds: ninety-nine of a hundred were quicker (p99)."
        labelHeader="Hour from"
        valueHeader="Time"
        height={120}
        points={hourly(history.commitMs, ms)}
      />
      <BarChart
        className="xl:col-span-2"
        title="Size of the database"
        description="In megabytes, on each of the last thirty days."
        labelHeader="Day"
        valueHeader="Size"
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
