import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { assertOpen, changeOpenLink } from "./change-open-link.ts";
import { type ClaimLink, loadClaimLink } from "./find-claim-link.ts";

/** Makes a new link for a place that nobody has claimed; the one before opens nothing any more. */
export async function renewClaimLink(ctx: WriteCtx, input: { claimLinkId: string }): Promise<ClaimLink> {
  const { link, resource } = await loadClaimLink(ctx.tx, input.claimLinkId);
  authorize(ctx, "claim_link.edit", resource);
  assertOpen(link);
  const renewed = await changeOpenLink(ctx, link, { version: link.version + 1, withdrawnAt: null, mailedAt: null });
  await audit(
    ctx,
    "claim_link.edit",
    { type: "claim_link", id: link.id },
    { before: { version: link.version }, after: { version: renewed.version } },
  );
  return renewed;
}
