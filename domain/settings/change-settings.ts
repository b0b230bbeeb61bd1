import { eq } from "drizzle-orm";
import { settings } from "#db/schema/index.ts";
import { bumpCatalogue } from "../kernel/catalogue-version.ts";
import { actorId } from "../kernel/actor.ts";
import { assertAsSeen } from "../kernel/as-seen.ts";
import { assertCurrency } from "../kernel/assert-currency.ts";
import { audit } from "../kernel/audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { differenceOf } from "../kernel/difference.ts";
import { authorize } from "../policy.ts";
import { schoolSettings } from "./queries.ts";
import { SchoolSettings } from "./school.ts";

/** Every setting of the school. */
export const SETTINGS = Object.keys(SchoolSettings.shape);

/**
 * Changes some of the school's settings; the others stay as they are. Cached public pages follow at once. Refuses to change
 * settings that are no longer as they were `seen`.
 */
export async function changeSettings(
  ctx: WriteCtx,
  { seen, ...changes }: Partial<SchoolSettings> & { seen?: string },
): Promise<void> {
  authorize(ctx, "settings.edit", {});
  const present = await schoolSettings(ctx.tx);
  const difference = differenceOf(present, changes);
  if (!difference) return;
  if (difference.after.currency !== undefined) assertCurrency(String(difference.after.currency));
  assertAsSeen({ row: present, fields: SETTINGS, wanted: changes, seen });
  for (const [key, value] of Object.entries(difference.after)) {
    // What is set to nothing has no row: the column holds a value.
    if (value === null) {
      await ctx.tx.delete(settings).where(eq(settings.key, key));
      continue;
    }
    const row = { value, updatedAt: ctx.now, updatedBy: actorId(ctx.actor) };
    await ctx.tx
      .insert(settings)
      .values({ key, ...row })
      .onConflictDoUpdate({ target: settings.key, set: row });
  }
  await bumpCatalogue(ctx);
  await audit(ctx, "settings.edit", { type: "settings", id: "school" }, difference);
}
