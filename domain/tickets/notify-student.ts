import { users } from "#db/schema/index.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { eq } from "drizzle-orm";
import type { Ticket } from "./machine.ts";

/** Promises the student a mail about what the school wrote. */
// eslint-disable-next-line matricula/write-verbs-check -- A step of the verbs that add a public message, which authorize and audit.
export async function notifyStudent(ctx: WriteCtx, ticket: Ticket, messageId: string): Promise<void> {
  const [student] = await ctx.tx.select({ email: users.email }).from(users).where(eq(users.id, ticket.requesterId));
  if (!student) return;
  await enqueueMail(ctx, { kind: "ticket_reply", to: student.email, payload: { messageId }, dedupeKey: messageId });
}
