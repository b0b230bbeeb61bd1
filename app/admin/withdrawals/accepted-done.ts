import type { DoneKey } from "#app/_forms/done-messages.ts";
import type { Actor } from "#domain/kernel/actor.ts";
import { isAllowed } from "#domain/policy.ts";
import type { SentRefund } from "#services/payments/refund.ts";

/** What whoever has accepted a withdrawal is told, by how its refunds stand. One that they may not send is told of as somebody else's work. */
export function getAcceptedDone(actor: Actor, states: readonly SentRefund[]): DoneKey {
  if (!isAllowed(actor, "refund.request")) return "withdrawal-accepted-review";
  if (states.includes("failed")) return "purchase-ended-refund-failed";
  return states.includes("held") ? "withdrawal-accepted-held" : "withdrawal-accepted";
}
