/** What a run of the bench was asked for, and what each measure gets. */
export type Bench = {
  quick: boolean;
  /** Where files of this run may be; removed at its end. */
  folder: string;
  /** `full` of a run as it is published, `quick` of one that only shows that everything works. */
  size(full: number, quick: number): number;
};

export type Spread = { median: number; min: number; max: number };

/** One line of the report. `a` and `b` are what was measured; `value` is what must reach `must`. */
export type Finding = {
  measure: string;
  /** What `value` is: a ratio of `a` to `b`, or something in its own unit. */
  value: number;
  unit: "ratio" | "ms" | "s" | "MB" | "kB" | "people" | "points";
  must: `${">=" | "<=" | "=="} ${number}`;
  a?: { name: string; unit: string } & Spread;
  b?: { name: string; unit: string } & Spread;
  detail?: Record<string, unknown>;
};

export type Measure = { name: string; about: string; run(bench: Bench): Promise<Finding[]> };

/** A finding as it is printed, with whether it is what it must be. Falling short is said, and is no failure of the bench. */
export function judged(finding: Finding): Finding & { ok: boolean } {
  const [sign, figure] = finding.must.split(" ") as [">=" | "<=" | "==", string];
  const wanted = Number(figure);
  const ok =
    sign === ">=" ? finding.value >= wanted : sign === "<=" ? finding.value <= wanted : finding.value === wanted;
  const { measure, value, unit, must, ...rest } = finding;
  return { measure, value: round(value), unit, must, ok, ...rest };
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? Number.NaN)) / 2;
  return { median: round(median ?? Number.NaN), min: round(sorted[0] ?? 0), max: round(sorted.at(-1) ?? 0) };
}

type Side = { name: string; unit: string; run(round: number): Promise<number> };

/**
 * Runs two sides in turn, A B A B, after one run of each that does not count: whatever else the machine does falls on both.
 * The ratio is the median of the ratios of neighbours, which a machine that is busy for half the time leaves alone.
 */
export async function alternate(rounds: number, a: Side, b: Side) {
  await a.run(0);
  await b.run(0);
  const as: number[] = [];
  const bs: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    as.push(await a.run(round));
    bs.push(await b.run(round));
  }
  const ratio = spreadOf(as.map((value, n) => value / (bs[n] ?? Number.NaN)));
  return {
    ratio: ratio.median,
    a: { name: a.name, unit: a.unit, ...spreadOf(as) },
    b: { name: b.name, unit: b.unit, ...spreadOf(bs) },
  };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
