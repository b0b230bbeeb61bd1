import { MINUTE_MS } from "#domain/kernel/clock.ts";

/** How often a process writes down how it fared, and the times that are written: those of all processes meet. */
export const SLOT_MS = 10 * MINUTE_MS;

/** How a process fared in one slot. Bytes, milliseconds, and counts of the slot alone. */
export type Figures = {
  seconds: number;
  databaseBytes: number;
  walBytes: number;
  freelistBytes: number;
  diskFreeBytes: number;
  requests: number;
  /** Answered with 500 or more. */
  failed: number;
  requestMsP95: number;
  writes: number;
  commits: number;
  refusedForLoad: number;
  queueMsP99: number;
  lockWaitMs: number;
  commitMsP99: number;
  readMsP99: number;
  loopMsP99: number;
  /** Of all cores of the machine: 1 is all of it. */
  cpuShare: number;
  rssBytes: number;
};

/** One slot of one process, which is named after its machine: `host/worker`. */
export type Sample = { at: Date; process: string; figures: Figures };

/** What all processes of the school did in one slot together. */
export type Slot = { at: Date; figures: Figures };

/** What is added up over processes; of everything else the worst counts, or where all see the same, what each sees. */
const ADDED = new Set<keyof Figures>([
  "requests",
  "failed",
  "writes",
  "commits",
  "refusedForLoad",
  "lockWaitMs",
  "cpuShare",
  "rssBytes",
]);

/** The slots of all processes together, the oldest first. */
export function mergeSamples(samples: readonly Sample[]): Slot[] {
  const slots = new Map<number, Figures>();
  for (const { at, figures } of samples) {
    const before = slots.get(at.getTime());
    slots.set(at.getTime(), before ? mergeFigures(before, figures) : figures);
  }
  return [...slots].sort(([a], [b]) => a - b).map(([at, figures]) => ({ at: new Date(at), figures }));
}

function mergeFigures(a: Figures, b: Figures): Figures {
  const names = Object.keys(a) as (keyof Figures)[];
  const entries = names.map((name) => [name, ADDED.has(name) ? a[name] + b[name] : Math.max(a[name], b[name])]);
  return Object.fromEntries(entries) as Figures;
}
