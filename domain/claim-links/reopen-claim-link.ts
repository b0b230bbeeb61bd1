import type { ClaimLinkState } from "#db/enums.ts";
import type { StepCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import type { ClaimLink } from "./find-claim-link.ts";
import { claimLinkMachine } from "./machine.ts";

/** `cohortId`: where the place is by now, when its student was moved to another cohort. */
type Reopening = { why: string; from?: ClaimLinkState; name?: string; email?: string | null; cohortId?: string };

/**
 * The step of making a place that was claimed, or had ended, one that can be claimed again: under a new link, because whoever has the old
 * one is not meant any more. Its seat must be theirs still, or claimed in the same write.
 */
export async function reopenClaimLink(
  ctx: StepCtx,
  link: ClaimLink,
  { why, from = "claimed", name = link.name, email = link.email, cohortId = link.cohortId }: Reopening,
): Promise<ClaimLink> {
  return transition(ctx, claimLinkMachine, link.id, "open", {
    from: [from],
    set: {
      ...{ enrolmentId: null, claimedAt: null, endedAt: null, withdrawnAt: null, mailedAt: null },
      ...{ version: link.version + 1, name, email, cohortId },
    },
    why,
  });
}
