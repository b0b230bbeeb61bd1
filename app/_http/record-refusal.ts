import type { SecurityEventKind } from "#domain/audit/record-security-events.ts";
import type { Refusal, RefusalCode } from "#domain/kernel/refusal.ts";
import { requestLog } from "#providers/log.ts";
import { recordSecurityEvent, type SecurityEvent } from "#ops/security/events.ts";

/** Who was refused, as far as it is known. */
export type RefusedFacts = Pick<SecurityEvent, "address" | "actor" | "email">;

/** Refusals that whoever watches over the school wants to know of. All others are everyday. */
const WATCHED: Partial<Record<RefusalCode, SecurityEventKind>> = {
  wrong_credentials: "sign_in_failed",
  wrong_code: "sign_in_failed",
  code_expired: "sign_in_failed",
  origin_refused: "origin_refused",
  token_refused: "token_refused",
  rate_limited: "throttled",
  scope_missing: "operation_denied",
  forbidden: "operation_denied",
};

/**
 * The one place that every refusal passes on its way out. That the school cannot save is the operator's to mend, so its cause
 * is logged; what an attack looks like is counted, logged and audited; most refusals are nobody's fault.
 */
export function recordRefusal(refused: Refusal, requestId: string, facts: RefusedFacts = {}): void {
  const { code, detail } = refused;
  if (code === "storage") requestLog(requestId).error({ err: detail.cause }, "the school cannot save");
  // Somebody else's thing is not found, as one that is not there; only the policy knows which it was.
  const kind = WATCHED[code] ?? (detail.denied === undefined ? undefined : "operation_denied");
  if (kind) recordSecurityEvent({ kind, ...facts, requestId, reason: detail.denied ?? code });
}
