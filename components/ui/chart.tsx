import { formatNumber } from "#components/ui/number.ts";
import { type ReactNode, useId } from "react";
import { cx } from "./cx.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export type ChartPoint = {
  /** What stands under the bar: "Jan", "Mon 8". */
  label: string;
  /** Below zero it hangs from the line: a week in which more was given back than earned. Null is a gap: nobody measured. */
  value: number | null;
  /** How the value is written, when not as a plain figure: "CHF 1,240". */
  text?: string;
};

export type ChartProps = {
  /** What is shown, in a few words: "Enrolments a week". */
  title: string;
  /** What there is to see, in a sentence: "Twice as many as last year since October." */
  description?: string;
  points: ChartPoint[];
  /** Names the two columns of the table that screen readers get. */
  labelHeader: string;
  valueHeader: string;
  /** In pixels, without the labels. */
  height?: number;
  /** How the height of the scale is written; the figure itself otherwise. */
  formatScale?: (value: number) => string;
  /** The title is on the page already. */
  hideTitle?: boolean;
  className?: string;
};

const roundSteps = [10, 12, 16, 20, 30, 40, 60, 80, 100];

type Scale = { top: number; bottom: number; ticks: number[] };

/**
 * From the next round figure above the highest value to zero, in two steps; where values lie below zero, in as many of the same
 * steps down as they need.
 */
function scaleOf(points: ChartPoint[]): Scale {
  const highest = Math.max(0, ...points.map((point) => point.value ?? 0));
  const lowest = Math.min(0, ...points.map((point) => point.value ?? 0));
  const step = roundAbove(Math.max(highest, -lowest)) / 2;
  const up = lowest === 0 ? 2 : Math.ceil(highest / step);
  const down = Math.ceil(-lowest / step);
  const ticks = Array.from({ length: up + down + 1 }, (_, place) => (up - place) * step);
  return { top: up * step, bottom: -down * step, ticks };
}

/** The next round figure, and a whole one, since most charts count people. */
function roundAbove(highest: number): number {
  if (highest <= 1) return 1;
  const power = 10 ** (Math.floor(Math.log10(highest)) - 1);
  const top = roundSteps.map((step) => step * power).find((tried) => tried >= highest && Number.isInteger(tried));
  return top ?? 100 * power;
}

const percent = (share: number) => `${Number((share * 100).toFixed(3))}%`;

function written(point: ChartPoint): string {
  if (point.value === null) return getTranslator()("ui.not_measured");
  return point.text ?? formatNumber(point.value);
}

/** Bars from zero. For counts and sums by day, week or course. */
export function BarChart(props: ChartProps) {
  const { points, height = 160 } = props;
  const { top, bottom, ticks } = scaleOf(points);
  const span = top - bottom;
  const slot = 1 / Math.max(1, points.length);
  return (
    <ChartFrame {...props} ticks={ticks}>
      {(label) => (
        <svg role="img" {...label} width="100%" height={height} className="block text-accent">
          <ChartWords {...props} label={label} />
          <GridLines ticks={ticks} />
          {points.map((point, place) => (
            <Bar key={point.label} point={point} x={(place + 0.18) * slot} width={slot * 0.64} scale={{ top, span }} />
          ))}
        </svg>
      )}
    </ChartFrame>
  );
}

type BarProps = { point: ChartPoint; x: number; width: number; scale: { top: number; span: number } };

/** A bar; where nothing was measured only the space for one, which says so. */
function Bar({ point, x, width, scale: { top, span } }: BarProps) {
  const { value } = point;
  const across = { x: percent(x), width: percent(width) };
  const title = <title>{`${point.label}: ${written(point)}`}</title>;
  if (value === null) {
    return (
      <rect {...across} y="0" height="100%" fill="transparent">
        {title}
      </rect>
    );
  }
  return (
    <rect
      {...across}
      y={percent((top - Math.max(0, value)) / span)}
      height={percent(Math.abs(value) / span)}
      rx={2}
      fill="currentColor"
      className={cx("hover:opacity-80", value < 0 && "text-bad")}
    >
      {title}
    </rect>
  );
}

type Labelled = { "aria-labelledby": string };

/** The picture's name and its sentence, for those who hear it. */
function ChartWords({ title, description, label }: ChartProps & { label: Labelled }) {
  const id = label["aria-labelledby"];
  return (
    <>
      <title id={id}>{title}</title>
      {description && <desc>{description}</desc>}
    </>
  );
}

function GridLines({ ticks }: { ticks: number[] }) {
  return ticks.map((tick, place) => {
    const at = percent(place / Math.max(1, ticks.length - 1));
    const isZero = tick === 0 && place < ticks.length - 1;
    return <line key={tick} x1="0" x2="100%" y1={at} y2={at} className={isZero ? "stroke-edge" : "stroke-rule"} />;
  });
}

type ChartFrameProps = ChartProps & { ticks: number[]; children: (label: Labelled) => ReactNode };

/** The title, the scale, the labels underneath, and the same figures as a table for those who cannot see the picture. */
function ChartFrame({ points, ticks, children, title, formatScale, hideTitle, description, ...rest }: ChartFrameProps) {
  const t = getTranslator();
  const id = useId();
  // With many points only some labels fit, and on a phone half as many.
  const every = Math.max(1, Math.ceil(points.length / 8));
  const scale = formatScale ?? ((value: number) => formatNumber(value));
  return (
    <figure className={cx("relative", rest.className)}>
      <figcaption className={hideTitle ? "sr-only" : "mb-3"}>
        <span className="font-[560]">{title}</span>
        {description && (
          <span className="block text-small text-ink-soft">
            {description}
            {points.some(({ value }) => value === null) && ` ${t("ui.a_gap_was_not_measured")}`}
          </span>
        )}
      </figcaption>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
        <div aria-hidden="true" className="num flex flex-col justify-between text-end text-tiny text-ink-faint">
          {ticks.map((value) => (
            <span key={value} className="-my-[9px]">
              {Number.isInteger(value) ? scale(value) : ""}
            </span>
          ))}
        </div>
        {children({ "aria-labelledby": id })}
        <div aria-hidden="true" className="num col-start-2 mt-2 flex text-tiny text-ink-faint">
          {points.map((point, place) => (
            <span key={point.label} className="flex min-w-0 flex-1 justify-center whitespace-nowrap">
              {place % every === 0 && (
                <span className={cx(place % (2 * every) !== 0 && "max-sm:hidden")}>{point.label}</span>
              )}
            </span>
          ))}
        </div>
      </div>
      <FiguresTable title={title} points={points} labelHeader={rest.labelHeader} valueHeader={rest.valueHeader} />
    </figure>
  );
}

type FiguresTableProps = Pick<ChartProps, "title" | "points" | "labelHeader" | "valueHeader">;

function FiguresTable({ title, points, labelHeader, valueHeader }: FiguresTableProps) {
  return (
    <div className="sr-only">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{labelHeader}</th>
            <th scope="col">{valueHeader}</th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.label}>
              <th scope="row">{point.label}</th>
              <td>{written(point)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export type SparklineProps = {
  /** What the line says, in words: "Rising, 12 last week." */
  label: string;
  values: number[];
  className?: string;
};

/** A line as small as a word. The figure it belongs to stands beside it. */
export function Sparkline({ label, values, className }: SparklineProps) {
  const [top, bottom] = [Math.max(1, ...values), Math.min(0, ...values)];
  const places = values.map((value, place) => `${place},${(top - value) / (top - bottom)}`).join(" ");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${Math.max(1, values.length - 1)} 1`}
      preserveAspectRatio="none"
      className={cx("inline-block h-6 w-24 overflow-visible text-accent", className)}
    >
      <polyline
        points={places}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

export type MeterProps = {
  /** What is measured: "Seats". */
  label: string;
  value: number;
  max: number;
  /** What it comes to: "9 of 12 taken". */
  text: string;
  tone?: "accent" | "ok" | "warn" | "bad";
  /** The words are on the page already. */
  hideText?: boolean;
  className?: string;
};

const meterTones = { accent: "bg-accent", ok: "bg-ok", warn: "bg-warn", bad: "bg-bad" };

/** How full something is. */
export function Meter({ label, value, max, text, tone = "accent", hideText, className }: MeterProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div className={className}>
      {!hideText && (
        <div className="num mb-1.5 flex justify-between gap-3 text-small">
          <span>{label}</span>
          <span className="text-ink-soft">{text}</span>
        </div>
      )}
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={Math.min(value, max)}
        aria-valuetext={text}
        className="h-1.5 overflow-hidden rounded-full bg-rule"
      >
        <div className={cx("h-full rounded-full", meterTones[tone])} style={{ width: percent(share) }} />
      </div>
    </div>
  );
}
