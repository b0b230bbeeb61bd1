import { and, asc, eq, inArray, isNotNull, isNull, lte } from "drizzle-orm";
import { cohorts, userRoles, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { authorize } from "../policy.ts";

const ADMINS_MAX = 10;

/** SQL: a cohort with a minimum number of which it should have been said by now whether it takes place. */
const isUndecided = (now: Date) =>
  and(
    eq(cohorts.state, "open"),
    isNotNull(cohorts.studentsMin),
    isNotNull(cohorts.confirmBy),
    isNull(cohorts.confirmedAt),
    isNull(cohorts.decisionRemindedAt),
    lte(cohorts.confirmBy, now),
  );

/** The cohorts to be reminded of, those that should have been decided first. */
export async function listUndecidedCohorts(read: Reader, now: Date, atMost: number): Promise<string[]> {
  const rows = await read
    .select({ id: cohorts.id })
    .from(cohorts)
    .where(isUndecided(now))
    .orderBy(asc(cohorts.confirmBy), asc(cohorts.id))
    .limit(atMost);
  return rows.map(({ id }) => id);
}

/** Reminds those who decide, once, that a cohort has to be confirmed or cancelled. Says false when that was done meanwhile. */
export async function remindOfDecision(ctx: WriteCtx, cohortId: string): Promise<boolean> {
  authorize(ctx, "cohort.remind", {});
  const [due] = await ctx.tx
    .update(cohorts)
    .set({ decisionRemindedAt: ctx.now })
    .where(and(eq(cohorts.id, cohortId), isUndecided(ctx.now)))
    .returning({ id: cohorts.id, confirmBy: cohorts.confirmBy });
  if (!due) return false;
  const admins = await ctx.tx
    .selectDistinct({ id: users.id, email: users.email })
    .from(userRoles)
    .innerJoin(users, eq(users.id, userRoles.userId))
    .where(and(inArray(userRoles.role, ["admin", "owner"]), isNull(users.disabledAt)))
    .orderBy(asc(users.id))
    .limit(ADMINS_MAX);
  for (const { id: userId, email: to } of admins) {
    const dedupeKey = `${cohortId}:${due.confirmBy?.getTime()}:${userId}`;
    await enqueueMail(ctx, { kind: "cohort_to_decide", to, payload: { cohortId, userId }, dedupeKey });
  }
  await audit(ctx, "cohort.remind", { type: "cohort", id: cohortId }, { after: { owners: admins.length } });
  return true;
}
