import { eq } from "drizzle-orm";
import { z } from "zod";
import { WITHDRAWAL_STATES } from "#db/enums.ts";
import { withdrawals } from "#db/schema/index.ts";
import type { TxCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { Id, Moment } from "./parts.ts";

export const Withdrawal = z
  .strictObject({
    id: Id("wdr"),
    code: z.string(),
    name: z.string(),
    email: z.string(),
    orderId: Id("ord").nullable(),
    state: z.enum(WITHDRAWAL_STATES),
    receivedAt: Moment,
    decidedAt: Moment.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: "Withdrawal" });
type Shown = z.output<typeof Withdrawal>;

export function toWithdrawalView(row: Shown): Shown {
  const { id, code, name, email, orderId, state, receivedAt, decidedAt, reason } = row;
  return { id, code, name, email, orderId, state, receivedAt, decidedAt, reason };
}

export async function loadWithdrawalView(ctx: TxCtx, id: string): Promise<Shown> {
  const [found] = await ctx.tx.select().from(withdrawals).where(eq(withdrawals.id, id));
  if (!found) throw new Refusal("not_found");
  return toWithdrawalView(found);
}
