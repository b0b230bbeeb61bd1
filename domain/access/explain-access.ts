import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { type ExplainedAccess, loadAccess } from "./load-access.ts";

/** Explains to a student or to the office what is open to the student, until when and why: one course, or all of them. */
export async function explainAccess(
  ctx: ReadCtx,
  of: { studentId: string; courseId?: string | undefined },
): Promise<ExplainedAccess[]> {
  authorize(ctx, "access.read", { ownerId: of.studentId });
  return loadAccess(ctx, of);
}
