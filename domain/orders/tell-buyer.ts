import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { promiseMail } from "../kernel/outbox.ts";

type Mail = Parameters<typeof promiseMail>[1];

/** Promises the buyer of an order a mail about it. */
export async function tellBuyer(ctx: StepCtx, buyerId: string, mail: Omit<Mail, "to">): Promise<void> {
  const [buyer] = await ctx.tx.select({ email: users.email }).from(users).where(eq(users.id, buyerId));
  if (buyer) await promiseMail(ctx, { ...mail, to: buyer.email });
}
