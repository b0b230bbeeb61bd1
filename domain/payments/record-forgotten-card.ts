import { and, eq, isNull, sql } from "drizzle-orm";
import { savedCards } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/** Notes that the provider has forgotten a card that was taken back, or is charged no more; its ids there are of no more use and go too. */
export async function recordForgottenCard(ctx: WriteCtx, input: { cardId: string }): Promise<void> {
  authorize(ctx, "payment.charge", {});
  const own = and(eq(savedCards.id, input.cardId), isNull(savedCards.forgottenAt));
  // It is charged no more either, where nobody had taken it back.
  const removedAt = sql`coalesce(${savedCards.removedAt}, ${sql.param(ctx.now, savedCards.removedAt)})`;
  const gone = { removedAt, forgottenAt: ctx.now, customerReference: "", methodReference: "" };
  const [card] = await ctx.tx.update(savedCards).set(gone).where(own).returning();
  if (!card) return;
  await audit(ctx, "payment.charge", { type: "order", id: card.orderId }, { after: { forgotten: true } });
}
