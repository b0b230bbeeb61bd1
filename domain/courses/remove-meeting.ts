import { and, eq, not } from "drizzle-orm";
import { meetings } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { recordMeetingChanges } from "./record-meeting-changes.ts";
import { cancelMeetings } from "./cancel-meetings.ts";
import { isMeetingUsed } from "./is-meeting-used.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";

/** Takes one dated hour out of a cohort; calendars that have it are told. Refuses one for which attendance was recorded. */
export async function removeMeeting(ctx: WriteCtx, input: { meetingId: string }): Promise<void> {
  authorize(ctx, "cohort.edit", {});
  const wanted = eq(meetings.id, input.meetingId);
  const [removed] = await ctx.tx
    .delete(meetings)
    .where(and(wanted, not(isMeetingUsed(ctx.tx))))
    .returning();
  if (!removed) {
    const [kept] = await ctx.tx.select({ id: meetings.id }).from(meetings).where(wanted);
    throw new Refusal(kept ? "meeting_in_use" : "not_found");
  }
  await cancelMeetings(ctx, [removed]);
  await recordMeetingChanges(ctx, removed.cohortId, { before: [removed], after: [] });
  await bumpCatalogueVersion(ctx);
  await audit(ctx, "cohort.edit", { type: "cohort", id: removed.cohortId }, { before: { meeting: removed } });
}
