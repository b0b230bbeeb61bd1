import { eq } from "drizzle-orm";
import { claimLinks } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { findEnrolment } from "../enrolments/find-enrolment.ts";
import type { VerbPartCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import { changeOpenLink } from "../claim-links/change-open-link.ts";
import { type ClaimLink, type FoundClaimLink, loadClaimLink } from "../claim-links/find-claim-link.ts";
import { notifyHolder, isJustMailed } from "../claim-links/notify-holder.ts";
import type { ClaimNames } from "../claim-links/parse-claim-names.ts";
import { endWithOrder } from "./end-with-order.ts";

/**
 * A place that was bought for others is meant for somebody else now: its link is made anew, and mailed where an address is given. The buyer
 * does it as long as nobody has claimed the place; afterwards the office alone, with the reason that its student reads: their enrolment and
 * access end, and the seat is kept for whoever comes. Nothing is refunded: the place stays bought. Refuses one that was completed, and an
 * address to which a link of the cohort was mailed within minutes.
 */
export async function reassignClaimLink(
  ctx: WriteCtx,
  input: { claimLinkId: string; why?: string | undefined } & ClaimNames,
): Promise<ClaimLink> {
  const found = await loadClaimLink(ctx.tx, input.claimLinkId);
  authorize(ctx, "claim_link.edit", found.resource);
  const { link, order } = found;
  const { name, email, why = "" } = input;
  // Their mail would hold a link that opens nothing any more, and no other would follow it.
  if (email !== null && (await isJustMailed(ctx, email, link.cohortId))) {
    throw new Refusal("wrong_state", { words: message("refusals.claim_link_just_mailed") });
  }
  const changed =
    link.state === "claimed"
      ? await takeFromStudent(ctx, found, { name, email, why })
      : await changeOpenLink(ctx, link, {
          ...{ name, email, version: link.version + 1, withdrawnAt: null, mailedAt: null },
        });
  await audit(
    ctx,
    link.state === "claimed" ? "claim_link.reassign" : "claim_link.edit",
    { type: "claim_link", id: link.id },
    { before: { name: link.name, enrolment: link.enrolmentId }, after: { name, version: changed.version, why } },
  );
  return changed.state === "open" ? notifyHolder(ctx, changed, order) : changed;
}

/** What the student has paid for themselves since, a renewal, is theirs again: a person looks at it. */
async function takeFromStudent(
  ctx: VerbPartCtx,
  { link }: FoundClaimLink,
  { name, email, why }: ClaimNames & { why: string },
): Promise<ClaimLink> {
  if (!isAllowed(ctx.actor, "claim_link.reassign", {})) {
    throw new Refusal("wrong_state", { words: message("refusals.claim_link_used_ask") });
  }
  if (why === "") throw new Refusal("invalid_input", { fields: { why: message("fields.say_why") } });
  const { enrolment } = await findEnrolment(ctx.tx, link.enrolmentId ?? "");
  await endWithOrder(ctx, enrolment, { why, isReassigned: true });
  const [open] = await ctx.tx.update(claimLinks).set({ name, email }).where(eq(claimLinks.id, link.id)).returning();
  if (!open) throw new Refusal("not_found");
  return open;
}
