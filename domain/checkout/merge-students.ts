import { and, eq, inArray, notInArray } from "drizzle-orm";
import {
  accountMerges,
  applications,
  certificates,
  cohorts,
  courses,
  enrolments,
  grants,
  invitations,
  orders,
  renewals,
  studentKeys,
  tickets,
  users,
  waitingList,
} from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { endAccess } from "../accounts/end-access.ts";
import { isPendingInvitation } from "../accounts/invitations.ts";
import { endCodes } from "../accounts/one-time-code.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { moveLearning } from "../learning/move-learning.ts";
import { loadStudent, type StudentRow } from "../students/load-student.ts";

type MovedThings = (typeof accountMerges.$inferSelect)["moved"];

/**
 * Makes one of two accounts of a person: all that `fromId` bought, was given, asked and waits for belongs to `intoId` from now on, and
 * the account itself ends. The ledger does not change: it speaks of orders, and not of whose they are. What was
 * done and opened in courses counts as one person's. Refuses accounts of the team, and two that both have a place, or wait for one, in the same cohort: which
 * of the two is given back may cost money, so a person decides. It can be undone for a while.
 */
export async function mergeStudents(
  ctx: WriteCtx,
  input: { fromId: string; intoId: string; why: string },
): Promise<{ mergeId: string }> {
  authorize(ctx, "student.merge", {});
  const { fromId, intoId, why } = input;
  if (fromId === intoId) throw refuse("refusals.merge_itself");
  const from = await loadStudent(ctx, fromId);
  const into = await loadStudent(ctx, intoId);
  if (from.mergedIntoId !== null || into.mergedIntoId !== null) throw refuse("refusals.merged_already");
  if (into.disabledAt !== null) throw refuse("refusals.merge_into_disabled");
  await assertNoSharedCohort(ctx, fromId, intoId);
  const moved = { ...(await moveThings(ctx, fromId, intoId)), ...(await moveLearning(ctx, fromId, intoId)) };
  await ctx.tx.update(users).set({ mergedIntoId: intoId, disabledAt: ctx.now }).where(eq(users.id, fromId));
  await endAccess(ctx, fromId);
  await endCodes(ctx, fromId);
  const pending = and(eq(invitations.userId, fromId), isPendingInvitation());
  await ctx.tx.update(invitations).set({ revokedAt: ctx.now }).where(pending);
  const mergeId = createId("accountMerge");
  await ctx.tx.insert(accountMerges).values({
    ...{ id: mergeId, fromId, intoId, why, moved, disabledBefore: from.disabledAt },
    ...{ mergedAt: ctx.now, mergedBy: getActorId(ctx.actor) },
  });
  const { usage: _, positions: __, ...said } = moved;
  const counts = Object.fromEntries(Object.entries(said).map(([what, ids]) => [what, ids.length]));
  await audit(ctx, "student.merge", { type: "user", id: fromId }, { after: { into: intoId, why, ...counts } });
  await tellBoth(ctx, from, into, mergeId);
  return { mergeId };
}

const refuse = (key: "refusals.merge_itself" | "refusals.merged_already" | "refusals.merge_into_disabled") =>
  new Refusal("wrong_state", { words: message(key) });

/** The cohorts in which each has a place, waits or applies for one; what is over does not count. */
async function assertNoSharedCohort(ctx: StepCtx, fromId: string, intoId: string): Promise<void> {
  const both = [fromId, intoId];
  const places = await ctx.tx
    .select({ studentId: enrolments.studentId, cohortId: enrolments.cohortId })
    .from(enrolments)
    .where(and(inArray(enrolments.studentId, both), notInArray(enrolments.state, ["cancelled", "revoked"])));
  const waits = await ctx.tx
    .select({ studentId: waitingList.studentId, cohortId: waitingList.cohortId })
    .from(waitingList)
    .where(and(inArray(waitingList.studentId, both), inArray(waitingList.state, ["waiting", "offered"])));
  const applied = await ctx.tx
    .select({ studentId: applications.studentId, cohortId: applications.cohortId })
    .from(applications)
    .where(and(inArray(applications.studentId, both), eq(applications.state, "applied")));
  const cohortsOf = (studentId: string) =>
    new Set(
      [...places, ...waits, ...applied].filter((each) => each.studentId === studentId).map(({ cohortId }) => cohortId),
    );
  const ofInto = cohortsOf(intoId);
  const shared = [...cohortsOf(fromId)].filter((cohortId) => ofInto.has(cohortId));
  if (shared.length === 0) return;
  const named = await ctx.tx
    .select({ course: courses.title, cohort: cohorts.name })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(inArray(cohorts.id, shared));
  const list = named.map(({ course, cohort }) => `${course}, ${cohort}`).join("; ");
  throw new Refusal("wrong_state", { words: message("refusals.merge_same_cohort", { cohorts: list }) });
}

async function moveThings(ctx: StepCtx, fromId: string, intoId: string): Promise<MovedThings> {
  const { tx } = ctx;
  const toStudent = { studentId: intoId };
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  // They belong to an enrolment, and go back with it.
  await tx.update(certificates).set(toStudent).where(eq(certificates.studentId, fromId));
  return {
    orders: ids(
      await tx.update(orders).set({ buyerId: intoId }).where(eq(orders.buyerId, fromId)).returning({ id: orders.id }),
    ),
    enrolments: ids(
      await tx
        .update(enrolments)
        .set(toStudent)
        .where(eq(enrolments.studentId, fromId))
        .returning({ id: enrolments.id }),
    ),
    grants: ids(
      await tx.update(grants).set(toStudent).where(eq(grants.studentId, fromId)).returning({ id: grants.id }),
    ),
    renewals: ids(
      await tx.update(renewals).set(toStudent).where(eq(renewals.studentId, fromId)).returning({ id: renewals.id }),
    ),
    waiting: ids(
      await tx
        .update(waitingList)
        .set(toStudent)
        .where(eq(waitingList.studentId, fromId))
        .returning({ id: waitingList.id }),
    ),
    applications: ids(
      await tx
        .update(applications)
        .set(toStudent)
        .where(eq(applications.studentId, fromId))
        .returning({ id: applications.id }),
    ),
    tickets: ids(
      await tx
        .update(tickets)
        .set({ requesterId: intoId })
        .where(eq(tickets.requesterId, fromId))
        .returning({ id: tickets.id }),
    ),
    keys: (
      await tx
        .update(studentKeys)
        .set({ userId: intoId })
        .where(eq(studentKeys.userId, fromId))
        .returning({ source: studentKeys.source, key: studentKeys.key })
    ).map(({ source, key }) => JSON.stringify([source, key])),
    // Who was merged into this account before is now merged into the other, so that one step always leads to who is left.
    accounts: ids(
      await tx
        .update(users)
        .set({ mergedIntoId: intoId })
        .where(eq(users.mergedIntoId, fromId))
        .returning({ id: users.id }),
    ),
  };
}

/** Neither mail names the other's address: where two people were taken for one, it would tell a stranger. */
async function tellBoth(ctx: StepCtx, from: StudentRow, into: StudentRow, mergeId: string): Promise<void> {
  for (const { name, email, isKept } of [
    { ...from, isKept: false },
    { ...into, isKept: true },
  ]) {
    const dedupeKey = `${mergeId}:${isKept ? "into" : "from"}`;
    await enqueueMail(ctx, { kind: "accounts_merged", to: email, payload: { name, isKept }, dedupeKey });
  }
}
