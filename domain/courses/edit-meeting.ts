import { and, eq } from "drizzle-orm";
import { meetings } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { assertEditVersion } from "../kernel/edit-version.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { diffRow } from "../kernel/diff-row.ts";
import { countChange, type Meeting } from "./sync-meetings.ts";
import { recordMeetingChanges } from "./record-meeting-changes.ts";
import { MeetingFields } from "./inputs.ts";

/** What an edit may change. */
export const MEETING_PARTS = Object.keys(MeetingFields.shape);

/** Moves or renames one dated hour; its id stays, so calendars move it too. Refuses one that is no longer as it was `seen`. */
export async function editMeeting(
  ctx: WriteCtx,
  input: { meetingId: string; seen?: string } & MeetingFields,
): Promise<Meeting> {
  const { meetingId, seen, ...fields } = input;
  authorize(ctx, "cohort.edit", {});
  const [present] = await ctx.tx.select().from(meetings).where(eq(meetings.id, meetingId));
  if (!present) throw new Refusal("not_found");
  const difference = diffRow(present, fields);
  if (!difference) return present;
  assertEditVersion({ row: present, fields: MEETING_PARTS, wanted: fields, seen });
  const [edited] = await ctx.tx
    .update(meetings)
    .set({ ...fields, ...countChange(ctx, present, fields) })
    .where(and(eq(meetings.id, meetingId), eq(meetings.sequence, present.sequence)))
    .returning();
  if (!edited) throw new Refusal("wrong_state", { words: message("refusals.saved_meanwhile") });
  await recordMeetingChanges(ctx, edited.cohortId, { before: [present], after: [edited] });
  await bumpCatalogueVersion(ctx);
  await audit(
    ctx,
    "cohort.edit",
    { type: "cohort", id: edited.cohortId },
    { before: { meeting: { id: meetingId, ...difference.before } }, after: { meeting: difference.after } },
  );
  return edited;
}
