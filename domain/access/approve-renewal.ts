import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findAccessPlace } from "./find-access-place.ts";
import { findRenewal } from "./find-renewal.ts";
import type { Renewal } from "./get-renewal-offer.ts";
import { grantRenewal } from "./grant-renewal.ts";

/**
 * The office opens a course again to a student who asked for it, for as many days as the cohort says or for others. Refuses
 * (`wrong_state`) what was decided before, and an enrolment that is suspended or was taken back meanwhile.
 */
export async function approveRenewal(
  ctx: WriteCtx,
  input: { renewalId: string; days?: number | null | undefined; answer?: string | undefined },
): Promise<Renewal> {
  const renewal = await findRenewal(ctx.tx, input.renewalId);
  authorize(ctx, "renewal.decide", { ownerId: renewal.studentId });
  if (renewal.state !== "requested") throw new Refusal("wrong_state");
  const place = await findAccessPlace(ctx.tx, renewal.enrolmentId);
  if (place.state === "suspended") throw new Refusal("wrong_state", { words: message("refusals.renewal_suspended") });
  const days = input.days ?? renewal.days;
  const granted = await grantRenewal(ctx, renewal, place, { answer: input.answer ?? "", days });
  await audit(
    ctx,
    "renewal.decide",
    { type: "enrolment", id: place.enrolmentId },
    {
      before: { state: renewal.state, renewalDays: renewal.days },
      after: { state: granted.state, renewalDays: days, renewal: renewal.id, why: input.answer },
    },
  );
  return granted;
}
