import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { orders, users, withdrawals } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { parseOrderCode } from "../orders/on-statement.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";

type Withdrawal = typeof withdrawals.$inferSelect;

/**
 * Somebody declares that they withdraw from a contract: kept with the second, and confirmed by mail to the address that they gave. Neither says
 * whether there is such an order: that only the office sees. The same declaration sent twice is one (`id`). One that stands, of the same
 * order, or of the same code and address where they name none, is given back in place of a new one, and its receipt is mailed once more; one that
 * was declined does not stand. Refuses (`not_found`) where the school has switched it off.
 */
export async function recordWithdrawal(
  ctx: WriteCtx,
  input: { id: string; code: string; email: string; name: string },
): Promise<Withdrawal> {
  authorize(ctx, "withdrawal.declare", {});
  const { id, email, name } = input;
  if ((await getSchoolSettings(ctx.tx)).withdrawalDays === 0) throw new Refusal("not_found");
  const [before] = await ctx.tx.select().from(withdrawals).where(eq(withdrawals.id, id));
  if (before) return before;
  const code = parseOrderCode(input.code) ?? input.code.toUpperCase();
  const [order] = await ctx.tx
    .select({ id: orders.id })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(and(eq(orders.code, code), eq(users.email, email)));
  const declared = { code, email, orderId: order?.id ?? null };
  const standing = await findStanding(ctx, declared);
  const receipt = { kind: "withdrawal_received" as const, to: email };
  if (standing) {
    const payload = { withdrawalId: standing.id };
    await enqueueMail(ctx, { ...receipt, payload, dedupeKey: `${standing.id}:${id}` });
    return standing;
  }
  const row = { ...declared, id, name, state: "open" as const, receivedAt: ctx.now };
  const [kept] = await ctx.tx.insert(withdrawals).values(row).returning();
  if (!kept) throw new Error("the withdrawal was not written");
  await enqueueMail(ctx, { ...receipt, payload: { withdrawalId: id }, dedupeKey: id });
  await audit(ctx, "withdrawal.declare", { type: "withdrawal", id }, { after: { state: kept.state, order: code } });
  return kept;
}

/** The first that waits for its answer, or was accepted: a second one asks for nothing more. */
async function findStanding(
  ctx: WriteCtx,
  { code, email, orderId }: Pick<Withdrawal, "code" | "email" | "orderId">,
): Promise<Withdrawal | undefined> {
  const isSame =
    orderId === null
      ? and(isNull(withdrawals.orderId), eq(withdrawals.code, code), eq(withdrawals.email, email))
      : eq(withdrawals.orderId, orderId);
  const [first] = await ctx.tx
    .select()
    .from(withdrawals)
    .where(and(isSame, inArray(withdrawals.state, ["open", "accepted"])))
    .orderBy(asc(withdrawals.receivedAt), asc(withdrawals.id))
    .limit(1);
  return first;
}
