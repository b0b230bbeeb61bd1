import { recordSecurityEvents, type SecurityEventKind } from "#domain/audit/record-security-events.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { onShutdown } from "#ops/server/shutdown.ts";
import { onAudited, write } from "#runtime";
import { countSecurityEvent, writeSecurityEvents, writeSecurityEventsWith } from "./events.ts";

/** What a verb has audited by itself: these are counted and logged too, and need no row of their own. */
const AUDITED: Record<string, SecurityEventKind> = {
  "team.edit": "access_changed",
  "team.edit_owner": "access_changed",
  "student.disable": "access_changed",
  "token.create": "access_changed",
  "token.revoke": "access_changed",
};

/**
 * From now on what is noted is written into the audit log, also when the process ends, and changes of who may do what are
 * counted and logged.
 */
export function startSecurityEvents(): void {
  writeSecurityEventsWith((events) =>
    write({ actor: createSystemActor("security") }, (ctx) => recordSecurityEvents(ctx, events)),
  );
  onShutdown(writeSecurityEvents);
  onAudited((actions, { actor, requestId }) => {
    for (const action of actions) {
      const kind = AUDITED[action];
      if (kind) countSecurityEvent({ kind, actor, requestId, reason: action });
    }
  });
}
