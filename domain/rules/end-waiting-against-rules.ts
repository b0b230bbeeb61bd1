import { and, asc, eq, inArray } from "drizzle-orm";
import { users, waitingList } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { transition, tryTransition } from "../kernel/transitions.ts";
import { releaseSeat } from "../seats/claims.ts";
import { holdMachine, waitingMachine } from "../seats/machine.ts";
import { offerSeats } from "../seats/offer-seats.ts";
import { listRuleProblems } from "./list-rule-problems.ts";

/**
 * Takes everybody off the waiting list who does not meet the rules that a cohort has now, as nobody could join it against them: no seat is
 * kept for who cannot take it. They are told which rule by mail, and a seat that they were offered is offered to the next. An address that is
 * not confirmed yet does not count: that takes a press.
 */
export async function endWaitingAgainstRules(ctx: StepCtx, cohortId: string): Promise<void> {
  const people = await ctx.tx
    .select({ entry: waitingList, email: users.email, disabledAt: users.disabledAt })
    .from(waitingList)
    .innerJoin(users, eq(users.id, waitingList.studentId))
    .where(and(eq(waitingList.cohortId, cohortId), inArray(waitingList.state, ["waiting", "offered"])))
    .orderBy(asc(waitingList.since), asc(waitingList.id));
  for (const { entry, email, disabledAt } of people) {
    const { problems } = await listRuleProblems(ctx, { cohortId, studentId: entry.studentId });
    const problem = problems.find(({ rule }) => rule !== "confirmed_address");
    if (!problem) continue;
    const to = entry.state === "offered" ? "lapsed" : "left";
    await transition(ctx, waitingMachine, entry.id, to, { set: { decidedAt: ctx.now }, why: "rules not met" });
    if (entry.holdId && (await tryTransition(ctx, holdMachine, entry.holdId, "released"))) {
      await releaseSeat(ctx, cohortId, "held");
    }
    if (disabledAt !== null) continue;
    const payload = { waitingId: entry.id, why: "", rule: problem.words };
    await enqueueMail(ctx, { kind: "waiting_ended", to: email, payload, dedupeKey: entry.id });
  }
  await offerSeats(ctx, cohortId);
}
