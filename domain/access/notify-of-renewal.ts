import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import type { Renewal } from "./get-renewal-offer.ts";

/** Tells a student what became of their renewal. */
export async function notifyOfRenewal(
  ctx: StepCtx,
  { id, studentId }: Renewal,
  kind: "renewal_granted" | "renewal_declined",
): Promise<void> {
  const [student] = await ctx.tx.select({ email: users.email }).from(users).where(eq(users.id, studentId));
  if (student) await enqueueMail(ctx, { kind, to: student.email, payload: { renewalId: id }, dedupeKey: id });
}
