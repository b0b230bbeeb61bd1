import { asc, gte } from "drizzle-orm";
import { samples } from "#db/schema/index.ts";
import { DAY_MS, HOUR_MS, addMs } from "#domain/kernel/clock.ts";
import { runtime } from "#runtime";
import { type Figures, type Slot, mergeSamples } from "./figures.ts";

/** A stretch of time, by its beginning, with what it came to; null where nobody measured, which is something else than nothing. */
export type Point = { from: Date; value: number | null };

/** How the school fared: by the hour over the last day, and how large its database was on each of the last thirty. */
export type History = { requests: Point[]; requestMs: Point[]; commitMs: Point[]; databaseBytes: Point[] };

const HOURS = 24;
const DAYS = 30;

export async function getRecentHistory(): Promise<History> {
  const { database, clock } = runtime();
  const now = clock();
  const rows = await database.read
    .select()
    .from(samples)
    .where(gte(samples.at, addMs(now, -DAYS * DAY_MS)))
    .orderBy(asc(samples.at));
  const slots = mergeSamples(rows.map(({ at, process, figures }) => ({ at, process, figures: figures as Figures })));
  const hours = stretches(now, HOUR_MS, HOURS, slots);
  const days = stretches(now, DAY_MS, DAYS, slots);
  const points = (of: Stretch[], value: (some: Slot[]) => number | null) =>
    of.map(({ from, slots }) => ({ from, value: value(slots) }));
  return {
    requests: points(hours, getSum("requests")),
    requestMs: points(hours, getMaximum("requestMsP95", "requests")),
    commitMs: points(hours, getMaximum("commitMsP99", "commits")),
    databaseBytes: points(days, getMaximum("databaseBytes")),
  };
}

type Named = keyof Figures;

/** The worst of the slots in which there was something to measure: a time of 0 in an hour without requests is none. */
export const getMaximum =
  (name: Named, counted: Named = "seconds") =>
  (slots: readonly Slot[]): number | null => {
    const measured = slots.filter(({ figures }) => figures[counted] > 0);
    return measured.length === 0 ? null : Math.max(...measured.map(({ figures }) => figures[name]));
  };

export const getSum =
  (name: Named) =>
  (slots: readonly Slot[]): number | null =>
    slots.length === 0 ? null : slots.reduce((total, { figures }) => total + figures[name], 0);

type Stretch = { from: Date; slots: Slot[] };

/** The last stretches of one length, the oldest first, each with its slots. A slot's time is that of its end. */
function stretches(now: Date, lengthMs: number, count: number, slots: readonly Slot[]): Stretch[] {
  const last = Math.floor(now.getTime() / lengthMs);
  const byStretch = Map.groupBy(slots, ({ at }) => Math.floor((at.getTime() - 1) / lengthMs));
  return Array.from({ length: count }, (_, place) => {
    const stretch = last - count + 1 + place;
    return { from: new Date(stretch * lengthMs), slots: byStretch.get(stretch) ?? [] };
  });
}
