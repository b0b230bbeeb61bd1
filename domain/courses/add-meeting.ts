import { count, eq } from "drizzle-orm";
import { meetings } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { recordMeetingChanges } from "./record-meeting-changes.ts";
import { loadCohort } from "./load-course.ts";
import { asMade, type Meeting } from "./sync-meetings.ts";
import { type MeetingFields, MEETINGS_MAX } from "./inputs.ts";

/** One more dated hour of a cohort. */
export async function addMeeting(ctx: WriteCtx, input: { cohortId: string } & MeetingFields): Promise<Meeting> {
  authorize(ctx, "cohort.edit", {});
  const cohort = await loadCohort(ctx.tx, input.cohortId);
  const [present] = await ctx.tx.select({ count: count() }).from(meetings).where(eq(meetings.cohortId, cohort.id));
  if ((present?.count ?? 0) >= MEETINGS_MAX) {
    throw new Refusal("invalid_input", { words: message("fields.cohort_meetings_max", { count: MEETINGS_MAX }) });
  }
  const meeting: Meeting = { ...input, ...asMade, id: createId("meeting") };
  await ctx.tx.insert(meetings).values(meeting);
  await recordMeetingChanges(ctx, cohort.id, { before: [], after: [meeting] });
  await bumpCatalogueVersion(ctx);
  await audit(ctx, "cohort.edit", { type: "cohort", id: cohort.id }, { after: { meeting } });
  return meeting;
}
