import { getTranslator } from "#components/messages/get-translator.ts";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import type { ClaimView } from "#domain/checkout/get-order-claims.ts";
import type { PlainKey } from "#messages/message.ts";

type ClaimStatus = "unpaid" | "open" | "mailed" | "withdrawn" | "claimed" | "taken_back" | "cancelled";

const CLAIM_WORDS: Record<ClaimStatus, { label: PlainKey; tone: Tone }> = {
  unpaid: { label: "claims.status_unpaid", tone: "warn" },
  open: { label: "claims.status_open", tone: "info" },
  mailed: { label: "claims.status_mailed", tone: "info" },
  withdrawn: { label: "claims.status_withdrawn", tone: "warn" },
  claimed: { label: "claims.status_claimed", tone: "ok" },
  taken_back: { label: "claims.status_taken_back", tone: "neutral" },
  cancelled: { label: "claims.status_cancelled", tone: "neutral" },
};

type Claim = Pick<ClaimView, "state" | "withdrawnAt" | "mailedAt" | "enrolmentState">;

/** How a place stands, for whoever handed it out. */
function getClaimStatus({ state, withdrawnAt, mailedAt, enrolmentState }: Claim): ClaimStatus {
  if (state === "claimed") return enrolmentState === "revoked" ? "taken_back" : "claimed";
  if (state !== "open") return state;
  if (withdrawnAt !== null) return "withdrawn";
  return mailedAt === null ? "open" : "mailed";
}

export function ClaimBadge({ link }: { link: Claim }) {
  const { label, tone } = CLAIM_WORDS[getClaimStatus(link)];
  return <Badge tone={tone}>{getTranslator()(label)}</Badge>;
}
