import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";

type Mail = Parameters<typeof enqueueMail>[1];

/** Promises the buyer of an order a mail about it. */
export async function notifyBuyer(ctx: StepCtx, buyerId: string, mail: Omit<Mail, "to">): Promise<void> {
  const [buyer] = await ctx.tx.select({ email: users.email }).from(users).where(eq(users.id, buyerId));
  if (buyer) await enqueueMail(ctx, { ...mail, to: buyer.email });
}
