import { and, eq, inArray, notInArray } from "drizzle-orm";
import { cohorts, couponScopes, courses } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { ScopeInput } from "./inputs.ts";

/** Says for what a coupon can be used, instead of what was said before. Refuses a course or cohort that does not exist. */
export async function storeScopes(ctx: StepCtx, couponId: string, scopes: readonly ScopeInput[]): Promise<void> {
  await assertTargets(ctx, scopes);
  const rows = scopes.map(({ kind, target }) => ({ couponId, kind, target }));
  const own = eq(couponScopes.couponId, couponId);
  const kept = rows.map(({ target }) => target);
  await ctx.tx.delete(couponScopes).where(kept.length === 0 ? own : and(own, notInArray(couponScopes.target, kept)));
  if (rows.length > 0) await ctx.tx.insert(couponScopes).values(rows).onConflictDoNothing();
}

async function assertTargets(ctx: StepCtx, scopes: readonly ScopeInput[]): Promise<void> {
  const of = (kind: ScopeInput["kind"]) => [
    ...new Set(scopes.filter((each) => each.kind === kind).map((each) => each.target)),
  ];
  const [courseIds, cohortIds] = [of("course"), of("cohort")];
  const found = [
    ...(courseIds.length === 0
      ? []
      : await ctx.tx.select({ id: courses.id }).from(courses).where(inArray(courses.id, courseIds))),
    ...(cohortIds.length === 0
      ? []
      : await ctx.tx.select({ id: cohorts.id }).from(cohorts).where(inArray(cohorts.id, cohortIds))),
  ];
  if (found.length === courseIds.length + cohortIds.length) return;
  throw new Refusal("invalid_input", { fields: { scopes: message("fields.coupon_scope_unknown") } });
}
