import { settings } from "#db/schema/index.ts";
import { bumpCatalogue } from "../courses/catalogue-version.ts";
import { differenceOf } from "../courses/difference.ts";
import { actorId } from "../kernel/actor.ts";
import { audit } from "../kernel/audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { schoolSettings } from "./queries.ts";
import type { SchoolSettings } from "./school.ts";

/** Changes some of the school's settings; the others stay as they are. Cached public pages follow at once. */
export async function changeSettings(ctx: WriteCtx, changes: Partial<SchoolSettings>): Promise<void> {
  authorize(ctx, "settings.edit", {});
  const difference = differenceOf(await schoolSettings(ctx.tx), changes);
  if (!difference) return;
  for (const [key, value] of Object.entries(difference.after)) {
    const row = { value, updatedAt: ctx.now, updatedBy: actorId(ctx.actor) };
    await ctx.tx
      .insert(settings)
      .values({ key, ...row })
      .onConflictDoUpdate({ target: settings.key, set: row });
  }
  await bumpCatalogue(ctx);
  await audit(ctx, "settings.edit", { type: "settings", id: "school" }, difference);
}
