import { eq } from "drizzle-orm";
import { type enrolments, users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { issueOnCompletion } from "../certificates/issue-on-completion.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { enrolmentMachine } from "./machine.ts";

/** Whoever completes by a person's word hears it from that person. */
async function notifyStudent(ctx: StepCtx, { id, studentId }: { id: string; studentId: string }): Promise<void> {
  if (!(await getSchoolSettings(ctx.tx)).completionMails) return;
  const [student] = await ctx.tx.select({ email: users.email }).from(users).where(eq(users.id, studentId));
  if (!student) return;
  const mail = { kind: "enrolment_completed", to: student.email, payload: { enrolmentId: id }, dedupeKey: id } as const;
  await enqueueMail(ctx, mail);
}

type Enrolment = Pick<typeof enrolments.$inferSelect, "id" | "state">;

/**
 * The step by which an enrolment becomes completed, whoever says so: a person, or the rule of its cohort. What is to happen on completion
 * belongs here: where the cohort certifies, a certificate comes, and whom a rule has completed is told where the school wants that. Says whether it was active until now. Access goes on for as long as it
 * was given.
 */
export async function recordCompletion(
  ctx: StepCtx,
  before: Enrolment,
  { why, byRule }: { why: string; byRule: boolean },
): Promise<boolean> {
  const completed = await tryTransition(ctx, enrolmentMachine, before.id, "completed", {
    set: { endedAt: ctx.now },
    why,
  });
  if (!completed) return false;
  await issueOnCompletion(ctx, completed);
  if (byRule) await notifyStudent(ctx, completed);
  await audit(
    ctx,
    "enrolment.complete",
    { type: "enrolment", id: before.id },
    { before: { state: before.state }, after: { state: "completed", ...(byRule ? { byRule } : {}) } },
  );
  return true;
}
