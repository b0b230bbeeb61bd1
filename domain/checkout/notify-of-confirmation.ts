import { and, asc, eq, gt, isNotNull, lte } from "drizzle-orm";
import { cohorts, enrolments, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { authorize } from "../policy.ts";
import { isLivePlace } from "./live-places.ts";

/** Mails of one write: few enough not to hold up a running school. */
export const NOTIFIED_AT_ONCE = 200;

// The index holds only these.
const isToTell = isNotNull(cohorts.confirmedToldTo);

/** The confirmed cohorts of which not everybody was told. */
export async function listCohortsToTell(read: Reader, atMost: number): Promise<string[]> {
  const rows = await read
    .select({ id: cohorts.id })
    .from(cohorts)
    .where(isToTell)
    .orderBy(asc(cohorts.id))
    .limit(atMost);
  return rows.map(({ id }) => id);
}

/**
 * Tells a stretch of those who had a place when their cohort was confirmed that it takes place. Says how many: fewer than `NOTIFIED_AT_ONCE`
 * once all have been. Whoever came later enrolled in one that was confirmed.
 */
// eslint-disable-next-line matricula/write-verbs-check -- confirm-cohort.ts has audited it, with how many they are.
export async function notifyOfConfirmation(ctx: WriteCtx, input: { cohortId: string }): Promise<number> {
  authorize(ctx, "cohort.remind", {});
  const itself = and(eq(cohorts.id, input.cohortId), isToTell);
  const [cohort] = await ctx.tx.select().from(cohorts).where(itself);
  if (!cohort || cohort.confirmedToldTo === null || cohort.confirmedAt === null) return 0;
  const isOver = cohort.state !== "open";
  const told = isOver
    ? []
    : await ctx.tx
        .select({ enrolmentId: enrolments.id, email: users.email })
        .from(enrolments)
        .innerJoin(users, eq(users.id, enrolments.studentId))
        .where(
          and(
            eq(enrolments.cohortId, cohort.id),
            isLivePlace,
            gt(enrolments.id, cohort.confirmedToldTo),
            lte(enrolments.createdAt, cohort.confirmedAt),
          ),
        )
        .orderBy(asc(enrolments.id))
        .limit(NOTIFIED_AT_ONCE);
  for (const { enrolmentId, email: to } of told) {
    await enqueueMail(ctx, { kind: "cohort_confirmed", to, payload: { enrolmentId }, dedupeKey: enrolmentId });
  }
  const confirmedToldTo = told.length < NOTIFIED_AT_ONCE ? null : (told.at(-1)?.enrolmentId ?? null);
  await ctx.tx
    .update(cohorts)
    .set({ confirmedToldTo })
    .where(and(itself, eq(cohorts.confirmedToldTo, cohort.confirmedToldTo)));
  return told.length;
}
