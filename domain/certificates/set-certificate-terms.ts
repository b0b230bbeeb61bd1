import { eq } from "drizzle-orm";
import { certificateTerms, cohorts } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/**
 * Says whether completing a cohort gives a certificate by itself, and how many minutes stand on it (none: its meetings are added up).
 * Certificates that were issued stay as they are.
 */
export async function setCertificateTerms(
  ctx: WriteCtx,
  input: { cohortId: string; onCompletion: boolean; minutes: number | null },
): Promise<void> {
  const { cohortId, onCompletion, minutes } = input;
  authorize(ctx, "cohort.edit", {});
  const [cohort] = await ctx.tx.select({ id: cohorts.id }).from(cohorts).where(eq(cohorts.id, cohortId));
  if (!cohort) throw new Refusal("not_found");
  const [found] = await ctx.tx.select().from(certificateTerms).where(eq(certificateTerms.cohortId, cohortId));
  const before = { onCompletion: found?.onCompletion ?? false, minutes: found?.minutes ?? null };
  if (before.onCompletion === onCompletion && before.minutes === minutes) return;
  const terms = { onCompletion, minutes, updatedAt: ctx.now };
  await ctx.tx
    .insert(certificateTerms)
    .values({ cohortId, ...terms })
    .onConflictDoUpdate({ target: certificateTerms.cohortId, set: terms });
  await audit(ctx, "cohort.edit", { type: "cohort", id: cohortId }, { before, after: { onCompletion, minutes } });
}
