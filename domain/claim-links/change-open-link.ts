import { and, eq, inArray } from "drizzle-orm";
import { claimLinks } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { ClaimLink } from "./find-claim-link.ts";

type Change = Partial<Pick<ClaimLink, "name" | "email" | "version" | "withdrawnAt" | "mailedAt">>;

/**
 * Changes what stands of a place that nobody has claimed. Refuses (`wrong_state`) when it was claimed, has ended or got another link
 * meanwhile.
 */
export async function changeOpenLink(ctx: StepCtx, link: ClaimLink, change: Change): Promise<ClaimLink> {
  const [changed] = await ctx.tx
    .update(claimLinks)
    .set(change)
    .where(
      and(
        eq(claimLinks.id, link.id),
        eq(claimLinks.version, link.version),
        inArray(claimLinks.state, ["unpaid", "open"]),
      ),
    )
    .returning();
  if (!changed) throw new Refusal("wrong_state", { words: message("refusals.claim_link_not_open") });
  return changed;
}

export function assertOpen(link: ClaimLink): void {
  if (link.state === "open") return;
  throw new Refusal("wrong_state", { words: message("refusals.claim_link_not_open") });
}
