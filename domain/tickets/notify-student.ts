import { users } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { eq } from "drizzle-orm";
import type { Ticket } from "./machine.ts";

/** Promises the student a mail about what the school wrote. */
export async function notifyStudent(ctx: StepCtx, ticket: Ticket, messageId: string): Promise<void> {
  const [student] = await ctx.tx.select({ email: users.email }).from(users).where(eq(users.id, ticket.requesterId));
  if (!student) return;
  await enqueueMail(ctx, { kind: "ticket_reply", to: student.email, payload: { messageId }, dedupeKey: messageId });
}
