import { inArray } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { Actor } from "../kernel/actor.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/** What is kept an eye on, by one word for machines: log, metrics, audit log and alert rules use the same. */
export const SECURITY_EVENT_KINDS = [
  "sign_in_failed",
  "operation_denied",
  "origin_refused",
  "token_refused",
  "webhook_refused",
  "throttled",
  "malformed_request",
  "access_changed",
] as const;
export type SecurityEventKind = (typeof SECURITY_EVENT_KINDS)[number];

/** What happened between two moments, of one kind, from one source and by one actor: one row, however often it was. */
export type SecurityEventSummary = {
  kind: SecurityEventKind;
  /** An address, or the /64 it belongs to; `others` for all that came beside the ones that are named. */
  source: string;
  actor: Actor;
  count: number;
  since: Date;
  until: Date;
  /** How often for each reason: a refusal's code, or a policy's action. */
  reasons: Record<string, number>;
  /** Which e-mail addresses were tried. Kept as people's ids where somebody has them, and otherwise as a number alone. */
  emails: readonly string[];
  /** The number of the first such request in the log. */
  requestId: string;
};

/** How many accounts that were tried are named in one row. */
const ACCOUNTS_MAX = 5;

/** Writes down what was noted in memory, one row for each summary. What was typed is not kept: it may be a password. */
export async function recordSecurityEvents(ctx: WriteCtx, events: readonly SecurityEventSummary[]): Promise<void> {
  authorize(ctx, "security.record", {});
  for (const { kind, source, actor, count, since, until, reasons, emails, requestId } of events) {
    const known = await peopleOf(ctx, emails);
    const after = {
      count,
      reasons,
      since,
      until,
      tried: emails.length || undefined,
      accounts: known.length > 0 ? known : undefined,
    };
    await audit({ ...ctx, actor, requestId }, `security.${kind}`, { type: "source", id: source }, { after });
  }
}

async function peopleOf(ctx: StepCtx, emails: readonly string[]): Promise<string[]> {
  if (emails.length === 0) return [];
  const found = await ctx.tx
    .select({ id: users.id })
    .from(users)
    .where(inArray(users.email, [...emails]))
    .limit(ACCOUNTS_MAX);
  return found.map(({ id }) => id);
}
