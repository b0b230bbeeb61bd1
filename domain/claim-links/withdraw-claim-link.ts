import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { assertOpen, changeOpenLink } from "./change-open-link.ts";
import { type ClaimLink, loadClaimLink } from "./find-claim-link.ts";

/** The link of a place opens nothing any more, because it came into wrong hands; the place stays its buyer's, who may make a new link. */
export async function withdrawClaimLink(ctx: WriteCtx, input: { claimLinkId: string }): Promise<ClaimLink> {
  const { link, resource } = await loadClaimLink(ctx.tx, input.claimLinkId);
  authorize(ctx, "claim_link.edit", resource);
  assertOpen(link);
  if (link.withdrawnAt !== null) return link;
  const withdrawn = await changeOpenLink(ctx, link, { withdrawnAt: ctx.now });
  await audit(ctx, "claim_link.edit", { type: "claim_link", id: link.id }, { after: { link: "withdrawn" } });
  return withdrawn;
}
