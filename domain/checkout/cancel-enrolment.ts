import type { refunds } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { loadClaimLink } from "../claim-links/find-claim-link.ts";
import { findClaimOf } from "../claim-links/find-claim-of.ts";
import { findEnrolment } from "../enrolments/find-enrolment.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { endEmptiedOrder } from "./end-emptied-order.ts";
import { endWithOrder } from "./end-with-order.ts";

/**
 * The school takes back a place: refuses one that waits for payment, or cancels one that is active or suspended. The seat goes to whoever
 * waits. An order that was paid is cancelled too: what was earned becomes the customer's money again. `refund` says whether it is
 * asked back at once, by whoever may; otherwise the order is left for review. Gives back the refunds that were asked for.
 */
export async function cancelEnrolment(
  ctx: WriteCtx,
  input: { enrolmentId: string; why: string; refund?: "now" | "review" | undefined },
): Promise<(typeof refunds.$inferSelect)[]> {
  const { enrolment, resource } = await findEnrolment(ctx.tx, input.enrolmentId);
  authorize(ctx, "enrolment.cancel", resource);
  const claim = await findClaimOf(ctx.tx, enrolment.id);
  const { asked, orderCode } = await endWithOrder(ctx, enrolment, { why: input.why, refund: input.refund });
  if (claim) await endEmptiedOrder(ctx, (await loadClaimLink(ctx.tx, claim.id)).order.id, { why: input.why });
  await audit(
    ctx,
    "enrolment.cancel",
    { type: "enrolment", id: enrolment.id },
    { before: { state: enrolment.state }, after: { state: "cancelled", why: input.why, order: orderCode } },
  );
  return asked;
}
