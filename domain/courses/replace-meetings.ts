import { and, eq, inArray } from "drizzle-orm";
import { meetings } from "#db/schema/index.ts";
import { audit } from "../kernel/audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { newId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { bumpCatalogue } from "./catalogue-version.ts";
import { loadCohort } from "./load.ts";
import { type MeetingFields, MEETINGS_MAX } from "./schemas.ts";

export type Meeting = typeof meetings.$inferSelect;

/**
 * Makes these the meetings of a cohort: all of them at once, as a timetable is drawn up. One that is already there as
 * written keeps its id, so that calendars which have it do not see it go and come.
 */
export async function replaceMeetings(
  ctx: WriteCtx,
  input: { cohortId: string; meetings: MeetingFields[] },
): Promise<Meeting[]> {
  const cohort = authorize(ctx, "cohort.edit", await loadCohort(ctx.tx, input.cohortId), {});
  if (input.meetings.length > MEETINGS_MAX) {
    throw new Refusal("invalid_input", { fields: { meetings: `At most ${MEETINGS_MAX} meetings.` } });
  }
  const present = await ctx.tx.select().from(meetings).where(eq(meetings.cohortId, cohort.id));
  const left = new Map(present.map((meeting) => [sameness(meeting), meeting]));
  const wanted = input.meetings.map((fields): Meeting => {
    const kept = left.get(sameness(fields));
    left.delete(sameness(fields));
    return kept ?? { ...fields, id: newId("meeting"), cohortId: cohort.id };
  });
  const keptIds = new Set(wanted.map(({ id }) => id));
  const gone = present.filter(({ id }) => !keptIds.has(id));
  const presentIds = new Set(present.map(({ id }) => id));
  const added = wanted.filter(({ id }) => !presentIds.has(id));
  if (gone.length === 0 && added.length === 0) return wanted;
  if (gone.length > 0) {
    await ctx.tx.delete(meetings).where(
      and(
        eq(meetings.cohortId, cohort.id),
        inArray(
          meetings.id,
          gone.map(({ id }) => id),
        ),
      ),
    );
  }
  if (added.length > 0) await ctx.tx.insert(meetings).values(added);
  await bumpCatalogue(ctx);
  await audit(
    ctx,
    "cohort.edit",
    { type: "cohort", id: cohort.id },
    { before: { meetings: gone.map(summary) }, after: { meetings: added.map(summary) } },
  );
  return wanted;
}

function sameness({ title, note, startsAt, endsAt, place, link }: MeetingFields): string {
  return JSON.stringify([title, note, startsAt.getTime(), endsAt.getTime(), place, link]);
}

function summary({ title, startsAt }: Meeting) {
  return { title, startsAt };
}
