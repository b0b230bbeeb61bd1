import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { loadCohort } from "./load-course.ts";
import { type Meeting, syncMeetings } from "./sync-meetings.ts";
import { type MeetingFields, MEETINGS_MAX } from "./inputs.ts";

/** Makes these the meetings of a cohort: all of them at once, as a timetable is drawn up. */
export async function replaceMeetings(
  ctx: WriteCtx,
  input: { cohortId: string; meetings: MeetingFields[] },
): Promise<Meeting[]> {
  authorize(ctx, "cohort.edit", {});
  const cohort = await loadCohort(ctx.tx, input.cohortId);
  if (input.meetings.length > MEETINGS_MAX) {
    throw new Refusal("invalid_input", {
      fields: { meetings: message("fields.meetings_max", { count: MEETINGS_MAX }) },
    });
  }
  const { all, gone, added } = await syncMeetings(ctx, cohort.id, input.meetings);
  if (gone.length === 0 && added.length === 0) return all;
  await bumpCatalogueVersion(ctx);
  await audit(
    ctx,
    "cohort.edit",
    { type: "cohort", id: cohort.id },
    { before: { meetings: gone.map(summary) }, after: { meetings: added.map(summary) } },
  );
  return all;
}

function summary({ title, startsAt }: Meeting) {
  return { title, startsAt };
}
