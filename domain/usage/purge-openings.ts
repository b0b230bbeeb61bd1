import { and, asc, eq, inArray, isNotNull, lt } from "drizzle-orm";
import { accessEvents } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { addMonths, formatLocalDay } from "../kernel/local-time.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";

/** How much one write takes away, so that it holds the writer for a moment only. */
const PURGE_OPENINGS_MAX = 500;

/**
 * Takes away some of the single openings from before the months that the school keeps them, and says how many: ask again until nothing comes back. They go a whole day
 * after the other, the oldest first, so that every later day can still be counted again; what is not counted yet stays.
 */
export async function purgeOpenings(ctx: WriteCtx): Promise<number> {
  authorize(ctx, "maintenance.purge", {});
  const { timezone, openingsKeptMonths } = await getSchoolSettings(ctx.tx);
  const before = addMonths(formatLocalDay(ctx.now, timezone), -openingsKeptMonths);
  const { id, day } = accessEvents;
  const [oldest] = await ctx.tx.select({ day }).from(accessEvents).where(isNotNull(day)).orderBy(asc(day)).limit(1);
  if (!oldest?.day || oldest.day >= before) return 0;
  const ids = ctx.tx
    .select({ id })
    .from(accessEvents)
    .where(and(eq(day, oldest.day), lt(day, before)))
    .limit(PURGE_OPENINGS_MAX);
  const gone = await ctx.tx.delete(accessEvents).where(inArray(id, ids)).returning({ id });
  const after = { rows: gone.length };
  await audit(ctx, "maintenance.purge", { type: "maintenance", id: "openings" }, { after });
  return gone.length;
}
