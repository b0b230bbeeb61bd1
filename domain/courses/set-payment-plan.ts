import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { cohorts, type PaymentPlan } from "#db/schema/index.ts";
import { message, type Message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { diffRow } from "../kernel/diff-row.ts";
import { assertEditVersion } from "../kernel/edit-version.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { loadCohort } from "./load-course.ts";
import type { Cohort } from "./machine.ts";
import { FURTHER_PARTS_MAX, computePlanParts, MONTHS_BETWEEN_MAX } from "./payment-plan.ts";

const DEPOSIT_MINOR_MAX = 1_000_000_000_00;

export const PaymentPlanInput = z.strictObject({
  /** What is paid at once: a share of the price in per cent, or an amount in minor units of the cohort's currency. */
  deposit: z.union([
    z.strictObject({ percent: z.number().int().min(1).max(99) }),
    z.strictObject({ minor: z.number().int().min(1).max(DEPOSIT_MINOR_MAX) }),
  ]),
  /** How many parts follow, and how many months lie between them. */
  furtherParts: z.number().int().min(1).max(FURTHER_PARTS_MAX),
  monthsBetween: z.number().int().min(1).max(MONTHS_BETWEEN_MAX),
});

export const PLAN_PARTS = ["paymentPlan"];

/**
 * Says how the price of a cohort may be paid in parts, or (null) that it is paid at once. Orders that have been placed keep theirs. Refuses
 * a plan that does not add up to the price, and one whose last part would be due after the cohort is over, where the school wants no such;
 * a cohort that was cancelled, and one whose plan changed since it was `seen`.
 */
export async function setPaymentPlan(
  ctx: WriteCtx,
  input: { cohortId: string; plan: PaymentPlan | null; seen?: string | undefined },
): Promise<Cohort> {
  authorize(ctx, "cohort.edit", {});
  const { cohortId, plan: paymentPlan, seen } = input;
  const cohort = await loadCohort(ctx.tx, cohortId);
  if (paymentPlan) await checkPlan(ctx, cohort, paymentPlan);
  const difference = diffRow(cohort, { paymentPlan });
  if (!difference) return cohort;
  assertEditVersion({ row: cohort, fields: PLAN_PARTS, wanted: { paymentPlan }, seen });
  const [edited] = await ctx.tx
    .update(cohorts)
    .set({ paymentPlan, updatedAt: ctx.now })
    .where(and(eq(cohorts.id, cohortId), eq(cohorts.state, "open")))
    .returning();
  if (!edited) throw new Refusal("wrong_state");
  await bumpCatalogueVersion(ctx);
  await audit(ctx, "cohort.edit", { type: "cohort", id: cohortId }, difference);
  return edited;
}

async function checkPlan(ctx: WriteCtx, cohort: Cohort, plan: PaymentPlan): Promise<void> {
  const refuse = (field: string, words: Message) => new Refusal("invalid_input", { fields: { [field]: words } });
  const field = "minor" in plan.deposit ? "depositAmount" : "depositPercent";
  const begins = cohort.opensAt && cohort.opensAt > ctx.now ? cohort.opensAt : ctx.now;
  const parts = computePlanParts(cohort.priceMinor, plan, formatLocalDay(begins, cohort.timezone));
  if (!parts) throw refuse(field, message("fields.plan_does_not_add_up"));
  const lastOn = parts.at(-1)?.dueOn ?? "";
  const { plansEndWithCourse } = await getSchoolSettings(ctx.tx);
  if (plansEndWithCourse && cohort.endsAt && lastOn > formatLocalDay(cohort.endsAt, cohort.timezone)) {
    throw refuse("furtherParts", message("fields.plan_ends_after_course"));
  }
}
