import { asc, gte } from "drizzle-orm";
import { samples } from "#db/schema/index.ts";
import { DAY_MS, HOUR_MS, later } from "#domain/kernel/clock.ts";
import { runtime } from "#runtime";
import { type Figures, type Slot, slotsOf } from "./figures.ts";

/** A stretch of time, by its beginning, with what it came to. */
export type Point = { from: Date; value: number };

/** How the school fared: by the hour over the last day, and how large its database was on each of the last thirty. */
export type History = { requests: Point[]; requestMs: Point[]; commitMs: Point[]; databaseBytes: Point[] };

const HOURS = 24;
const DAYS = 30;

export async function recentHistory(): Promise<History> {
  const { database, clock } = runtime();
  const now = clock();
  const rows = await database.read
    .select()
    .from(samples)
    .where(gte(samples.at, later(now, -DAYS * DAY_MS)))
    .orderBy(asc(samples.at));
  const slots = slotsOf(rows.map(({ at, process, figures }) => ({ at, process, figures: figures as Figures })));
  const hours = stretches(now, HOUR_MS, HOURS, slots);
  const days = stretches(now, DAY_MS, DAYS, slots);
  const worst = (name: keyof Figures) => (some: Slot[]) => Math.max(0, ...some.map(({ figures }) => figures[name]));
  const sum = (name: keyof Figures) => (some: Slot[]) => some.reduce((total, { figures }) => total + figures[name], 0);
  const points = (of: Stretch[], value: (some: Slot[]) => number) =>
    of.map(({ from, slots }) => ({ from, value: value(slots) }));
  return {
    requests: points(hours, sum("requests")),
    requestMs: points(hours, worst("requestMsP95")),
    commitMs: points(hours, worst("commitMsP99")),
    databaseBytes: points(days, worst("databaseBytes")),
  };
}

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
