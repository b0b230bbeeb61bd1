import { and, eq, sql } from "drizzle-orm";
import { cohorts, courses, enrolments, waitingList } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { assertMayWait } from "../rules/assert-may-wait.ts";

/**
 * A student waits for a seat in a full cohort. Refuses where there is no list, where seats are left, who is already in, and
 * who does not meet the rules of the cohort: they would keep others waiting for a seat that they cannot take.
 */
export async function joinWaitingList(
  ctx: WriteCtx,
  input: { cohortId: string; studentId: string },
): Promise<typeof waitingList.$inferSelect> {
  authorize(ctx, "waiting.join", { ownerId: input.studentId });
  const { cohortId, studentId } = input;
  const [cohort] = await ctx.tx
    .select({ cohort: cohorts, courseState: courses.state })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(cohorts.id, cohortId));
  if (!cohort || cohort.courseState !== "published" || cohort.cohort.state !== "open") throw new Refusal("not_found");
  const { capacity, held, taken, waitingList: hasList, closesAt, endsAt } = cohort.cohort;
  if (!hasList) throw new Refusal("waiting_list_off");
  const closes = closesAt ?? endsAt;
  if (closes && ctx.now >= closes) throw new Refusal("enrolment_closed");
  // A seat that is free and not offered yet belongs to those who wait already.
  const isFree = capacity === null || (held + taken < capacity && !(await doesAnyoneWait(ctx, cohortId)));
  // Where the office decides about each, a free seat is no reason to enrol: one applies for it.
  if (isFree) await assertMayWait(ctx, { cohortId, studentId });
  if (isFree) throw new Refusal("seats_left");
  const [enrolled] = await ctx.tx
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(
      and(
        eq(enrolments.cohortId, cohortId),
        eq(enrolments.studentId, studentId),
        sql`${enrolments.state} not in ('cancelled', 'revoked')`,
      ),
    );
  if (enrolled) throw new Refusal("already_enrolled");

  await assertMayWait(ctx, { cohortId, studentId });

  const [entry] = await ctx.tx
    .insert(waitingList)
    .values({ id: createId("waiting"), cohortId, studentId, state: "waiting", since: ctx.now })
    .onConflictDoNothing()
    .returning();
  if (!entry) throw new Refusal("already_waiting");
  await recordState(ctx, { type: "waiting", id: entry.id }, null, "waiting");
  await audit(
    ctx,
    "waiting.join",
    { type: "waiting", id: entry.id },
    { after: { cohort: cohortId, student: studentId } },
  );
  return entry;
}

async function doesAnyoneWait(ctx: StepCtx, cohortId: string): Promise<boolean> {
  const first = ctx.tx
    .select({ id: waitingList.id })
    .from(waitingList)
    .where(and(eq(waitingList.cohortId, cohortId), eq(waitingList.state, "waiting")))
    .limit(1);
  return (await first).length > 0;
}
