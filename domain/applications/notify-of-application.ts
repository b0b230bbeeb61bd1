import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import type { Application } from "./machine.ts";

/** Tells a student what became of their application. */
export async function notifyOfApplication(
  ctx: StepCtx,
  { id, studentId }: Application,
  kind: "application_approved" | "application_declined",
): Promise<void> {
  const [student] = await ctx.tx.select({ email: users.email }).from(users).where(eq(users.id, studentId));
  if (student) await enqueueMail(ctx, { kind, to: student.email, payload: { applicationId: id }, dedupeKey: id });
}
