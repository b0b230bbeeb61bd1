import { message, type Message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { assertOpen } from "./change-open-link.ts";
import { type ClaimLink, loadClaimLink } from "./find-claim-link.ts";
import { findMailBarrier, type MailBarrier, notifyHolder } from "./notify-holder.ts";

/** Mails the link of a place to the address that its buyer has given, the first time or again. */
export async function sendClaimLink(ctx: WriteCtx, input: { claimLinkId: string }): Promise<ClaimLink> {
  const { link, order, resource } = await loadClaimLink(ctx.tx, input.claimLinkId);
  authorize(ctx, "claim_link.edit", resource);
  assertOpen(link);
  if (link.withdrawnAt !== null) throw new Refusal("wrong_state", { words: message("refusals.claim_link_withdrawn") });
  const barrier = await findMailBarrier(ctx, link, order);
  if (barrier) throw toRefusal(barrier);
  const sent = await notifyHolder(ctx, link, order);
  const after = { link: "mailed", version: link.version };
  await audit(ctx, "claim_link.edit", { type: "claim_link", id: link.id }, { after });
  return sent;
}

function toRefusal(barrier: MailBarrier): Refusal {
  return new Refusal("wrong_state", { words: WORDS[barrier] });
}

const WORDS: Record<MailBarrier, Message> = {
  no_address: message("refusals.claim_link_no_address"),
  just_mailed: message("refusals.claim_link_just_mailed"),
  not_confirmed: message("refusals.claim_link_confirm_first"),
};
