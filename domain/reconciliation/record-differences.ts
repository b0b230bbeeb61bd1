import { and, eq, gte, inArray, isNull, lte } from "drizzle-orm";
import { providerDifferences } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { authorize } from "../policy.ts";
import type { Difference, Span } from "./find-differences.ts";

/**
 * Writes down what a comparison found, each difference once; what was found before and is no longer is resolved by that. What a person has
 * resolved stays so. Gives back how many are new.
 */
export async function recordDifferences(
  ctx: WriteCtx,
  { span, found }: { span: Span; found: readonly Difference[] },
): Promise<number> {
  authorize(ctx, "reconciliation.run", {});
  const { provider, since, until } = span;
  let added = 0;
  for (const each of found) added += await addDifference(ctx, provider, each);
  const keys = new Set(found.map(({ kind, subject }) => `${kind} ${subject}`));
  const open = await ctx.tx
    .select()
    .from(providerDifferences)
    .where(
      and(
        ...[eq(providerDifferences.provider, provider), isNull(providerDifferences.resolvedAt)],
        ...[gte(providerDifferences.occurredAt, since), lte(providerDifferences.occurredAt, until)],
        inArray(providerDifferences.kind, ["missing_here", "missing_there", "amount"]),
      ),
    );
  const gone = open.filter(({ kind, subject }) => !keys.has(`${kind} ${subject}`)).map(({ id }) => id);
  if (gone.length > 0) {
    await ctx.tx.update(providerDifferences).set({ resolvedAt: ctx.now }).where(inArray(providerDifferences.id, gone));
  }
  if (added + gone.length > 0) {
    const after = { found: added, resolved: gone.length };
    await audit(ctx, "reconciliation.run", { type: "provider", id: provider }, { after });
  }
  return added;
}

/** Part of whatever finds one. Says 1 when it is new. */
export async function addDifference(
  ctx: Pick<WriteCtx, "tx" | "now">,
  provider: Span["provider"],
  { kind, subject, ours, theirs, occurredAt }: Difference,
): Promise<number> {
  const added = await ctx.tx
    .insert(providerDifferences)
    .values({
      ...{ id: createId("providerDifference"), provider, kind, subject, occurredAt, foundAt: ctx.now },
      ...{ ourType: ours?.type, ourId: ours?.id, ourMinor: ours?.minor, ourCurrency: ours?.currency },
      ...{ theirReference: theirs?.reference, theirMinor: theirs?.minor, theirCurrency: theirs?.currency },
    })
    .onConflictDoNothing()
    .returning({ id: providerDifferences.id });
  return added.length;
}
