import { and, eq, isNotNull } from "drizzle-orm";
import { enrolments } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findEnrolment } from "./find-enrolment.ts";

/**
 * A person has checked an enrolment that its rule would complete no more, and leaves it completed. Refuses (`wrong_state`) one that is not
 * in doubt.
 */
export async function confirmCompletion(ctx: WriteCtx, input: { enrolmentId: string; why: string }): Promise<void> {
  const { enrolment, resource } = await findEnrolment(ctx.tx, input.enrolmentId);
  authorize(ctx, "enrolment.complete", resource);
  const [confirmed] = await ctx.tx
    .update(enrolments)
    .set({ completionDoubtedAt: null })
    .where(and(eq(enrolments.id, enrolment.id), isNotNull(enrolments.completionDoubtedAt)))
    .returning({ id: enrolments.id });
  if (!confirmed) throw new Refusal("wrong_state");
  await audit(
    ctx,
    "enrolment.complete",
    { type: "enrolment", id: enrolment.id },
    {
      before: { completionDoubtedAt: enrolment.completionDoubtedAt },
      after: { completionDoubtedAt: null, why: input.why },
    },
  );
}
