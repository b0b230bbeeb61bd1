import { eq, isNull } from "drizzle-orm";
import { discrepancies } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { authorize } from "../policy.ts";
import type { Difference } from "./difference.ts";

type Open = typeof discrepancies.$inferSelect;

/**
 * Keeps what a count has found for a person, and lets go what agrees again. Nothing is repaired: which of the two numbers is
 * wrong, and why, no count can say. `isAll`: the count came to its end, so what it did not find agrees. Says what is new.
 */
export async function recordDiscrepancies(
  ctx: WriteCtx,
  { found, isAll }: { found: readonly Difference[]; isAll: boolean },
): Promise<Difference[]> {
  authorize(ctx, "maintenance.reconcile", {});
  const open = await ctx.tx.select().from(discrepancies).where(isNull(discrepancies.settledAt));
  const byObject = new Map(open.map((each) => [keyOf(each), each]));
  const news = found.filter((difference) => !isSame(byObject.get(keyOf(difference)), difference));
  for (const difference of news) await note(ctx, difference, byObject.get(keyOf(difference)));
  const keys = new Set(found.map(keyOf));
  for (const each of isAll ? open.filter((one) => !keys.has(keyOf(one))) : []) {
    await ctx.tx.update(discrepancies).set({ settledAt: ctx.now }).where(eq(discrepancies.id, each.id));
    const { objectType, objectId, said, counted } = each;
    await audit(
      ctx,
      "maintenance.reconcile",
      { type: "discrepancy", id: each.id },
      { before: { objectType, objectId, said, counted }, after: { agrees: true } },
    );
  }
  return news;
}

const keyOf = ({ objectType, objectId }: Pick<Difference, "objectType" | "objectId">) => `${objectType} ${objectId}`;

const isSame = (before: Open | undefined, { said, counted }: Difference) =>
  before?.said === said && before.counted === counted;

/** One that has become another keeps its place, and the log has both. */
async function note(ctx: StepCtx, difference: Difference, before: Open | undefined): Promise<void> {
  const id = before?.id ?? createId("discrepancy");
  const { said, counted } = difference;
  if (before) await ctx.tx.update(discrepancies).set({ said, counted }).where(eq(discrepancies.id, id));
  else await ctx.tx.insert(discrepancies).values({ id, ...difference, foundAt: ctx.now });
  await audit(
    ctx,
    "maintenance.reconcile",
    { type: "discrepancy", id },
    {
      ...(before ? { before: { said: before.said, counted: before.counted } } : {}),
      after: { ...difference },
    },
  );
}
