import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { assertCurrency } from "../kernel/assert-currency.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { addCredit } from "./add-credit.ts";
import { assertPositive } from "./assert-positive.ts";
import { assertSeenCredit } from "./assert-seen-credit.ts";

const GOODWILL_MINOR_MAX = 1_000_000_00;

/** The school gives a student credit of its own, for a reason that they read: it is used for orders, and is never paid out. Two who are at it give it once (`seenMinor`). */
export async function giveCredit(
  ctx: WriteCtx,
  input: { userId: string; amountMinor: number; currency: string; reason: string; seenMinor?: number | undefined },
): Promise<void> {
  authorize(ctx, "credit.give", {});
  const { userId, amountMinor, currency, reason } = input;
  const [student] = await ctx.tx.select({ id: users.id }).from(users).where(eq(users.id, userId));
  if (!student) throw new Refusal("not_found");
  assertCurrency(currency);
  assertPositive(amountMinor);
  await assertSeenCredit(ctx, { userId, currency }, input.seenMinor);
  if (amountMinor > GOODWILL_MINOR_MAX) {
    throw new Refusal("invalid_input", { fields: { amount: message("fields.amount_uncountable") } });
  }
  const move = { userId, currency, amountMinor, kind: "goodwill" as const, reason };
  await addCredit(ctx, move, [{ account: "revenue", detail: "", amountMinor }]);
  await audit(ctx, "credit.give", { type: "user", id: userId }, { after: { amountMinor, currency, why: reason } });
}
