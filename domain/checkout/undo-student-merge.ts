import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import {
  accountMerges,
  applications,
  certificates,
  enrolments,
  grants,
  orders,
  renewals,
  studentKeys,
  tickets,
  users,
  waitingList,
} from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import { addMs } from "../kernel/clock.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { moveLearningBack } from "../learning/move-learning.ts";
import { MERGE_UNDO_MS } from "../students/describe-merge.ts";
import { loadStudent } from "../students/load-student.ts";

type MovedThings = (typeof accountMerges.$inferSelect)["moved"];

/**
 * Makes two accounts again of one that `fromId` was merged into: what went over goes back as it is by now, and the account is as it was.
 * What was bought, given or asked since stays where it is. Refuses when nothing was merged, when it was too long ago, and when the account
 * that has everything was merged itself: that is undone first.
 */
export async function undoStudentMerge(ctx: WriteCtx, input: { fromId: string }): Promise<void> {
  authorize(ctx, "student.merge", {});
  const { fromId } = input;
  const [merge] = await ctx.tx
    .select()
    .from(accountMerges)
    .where(and(eq(accountMerges.fromId, fromId), isNull(accountMerges.undoneAt)))
    .orderBy(desc(accountMerges.mergedAt), desc(accountMerges.id))
    .limit(1);
  if (!merge) throw new Refusal("not_found");
  const { id, intoId, moved, disabledBefore } = merge;
  if (ctx.now > addMs(merge.mergedAt, MERGE_UNDO_MS)) throw refuse("refusals.merge_too_long_ago");
  const into = await loadStudent(ctx, intoId);
  if (into.mergedIntoId !== null) throw refuse("refusals.merged_further");
  const [undone] = await ctx.tx
    .update(accountMerges)
    .set({ undoneAt: ctx.now, undoneBy: getActorId(ctx.actor) })
    .where(and(eq(accountMerges.id, id), isNull(accountMerges.undoneAt)))
    .returning({ id: accountMerges.id });
  if (!undone) throw new Refusal("wrong_state");
  await moveBack(ctx, moved, fromId, intoId);
  await moveLearningBack(ctx, moved, fromId, intoId);
  await ctx.tx.update(users).set({ mergedIntoId: null, disabledAt: disabledBefore }).where(eq(users.id, fromId));
  await audit(
    ctx,
    "student.merge",
    { type: "user", id: fromId },
    { before: { into: intoId }, after: { undone: true } },
  );
}

const refuse = (key: "refusals.merge_too_long_ago" | "refusals.merged_further") =>
  new Refusal("wrong_state", { words: message(key) });

/** What belongs to somebody else by now stays there. */
async function moveBack({ tx }: StepCtx, moved: MovedThings, fromId: string, intoId: string): Promise<void> {
  const back = { studentId: fromId };
  await tx
    .update(orders)
    .set({ buyerId: fromId })
    .where(and(inArray(orders.id, moved.orders), eq(orders.buyerId, intoId)));
  await tx
    .update(enrolments)
    .set(back)
    .where(and(inArray(enrolments.id, moved.enrolments), eq(enrolments.studentId, intoId)));
  await tx.update(certificates).set(back).where(inArray(certificates.enrolmentId, moved.enrolments));
  await tx
    .update(grants)
    .set(back)
    .where(and(inArray(grants.id, moved.grants), eq(grants.studentId, intoId)));
  await tx
    .update(renewals)
    .set(back)
    .where(and(inArray(renewals.id, moved.renewals), eq(renewals.studentId, intoId)));
  await tx
    .update(waitingList)
    .set(back)
    .where(and(inArray(waitingList.id, moved.waiting), eq(waitingList.studentId, intoId)));
  await tx
    .update(applications)
    .set(back)
    .where(and(inArray(applications.id, moved.applications ?? []), eq(applications.studentId, intoId)));
  await tx
    .update(tickets)
    .set({ requesterId: fromId })
    .where(and(inArray(tickets.id, moved.tickets), eq(tickets.requesterId, intoId)));
  for (const each of moved.keys) {
    const [source, key] = JSON.parse(each) as [string, string];
    await tx
      .update(studentKeys)
      .set({ userId: fromId })
      .where(and(eq(studentKeys.source, source), eq(studentKeys.key, key), eq(studentKeys.userId, intoId)));
  }
  await tx
    .update(users)
    .set({ mergedIntoId: fromId })
    .where(and(inArray(users.id, moved.accounts), eq(users.mergedIntoId, intoId)));
}
