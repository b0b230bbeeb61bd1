import { eq } from "drizzle-orm";
import { meetings } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { cancelMeetings } from "./cancel-meetings.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";

/** Takes one dated hour out of a cohort; calendars that have it are told. */
export async function removeMeeting(ctx: WriteCtx, input: { meetingId: string }): Promise<void> {
  authorize(ctx, "cohort.edit", {});
  const [removed] = await ctx.tx.delete(meetings).where(eq(meetings.id, input.meetingId)).returning();
  if (!removed) throw new Refusal("not_found");
  await cancelMeetings(ctx, [removed]);
  await bumpCatalogueVersion(ctx);
  await audit(ctx, "cohort.edit", { type: "cohort", id: removed.cohortId }, { before: { meeting: removed } });
}
