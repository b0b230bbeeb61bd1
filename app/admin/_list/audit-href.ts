import type { Actor } from "#domain/kernel/actor.ts";
import { isAllowed } from "#domain/policy.ts";

/** Where the audit log tells of one thing; undefined for whoever may not read it, and would find nothing there. */
export function auditHref(actor: Actor, thing: { type: string; id: string }): string | undefined {
  return isAllowed(actor, "audit.read") ? `/admin/audit?type=${thing.type}&object=${thing.id}` : undefined;
}
