import { audit } from "../audit.ts";
import { findEnrolment } from "../enrolments/find-enrolment.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { removeAnswers } from "./store-answers.ts";

/** Erases what somebody answered at an enrolment, with the files that came along. Says how many answers there were. */
export async function eraseAnswers(ctx: WriteCtx, input: { enrolmentId: string }): Promise<number> {
  authorize(ctx, "answer.erase", {});
  const { enrolment } = await findEnrolment(ctx.tx, input.enrolmentId);
  const erased = await removeAnswers(ctx, enrolment.id);
  if (erased > 0) await audit(ctx, "answer.erase", { type: "enrolment", id: enrolment.id }, { after: { erased } });
  return erased;
}
