import { createHash } from "node:crypto";
import { desc, sql } from "drizzle-orm";
import { drawNumber, isSealedLater, UNSEALED } from "#db/chains.ts";
import { perClient } from "#db/prepared.ts";
import { auditLog } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { type Actor, getActorId } from "./kernel/actor.ts";
import type { Action } from "./policy.ts";
import type { StepCtx } from "./kernel/command.ts";

/** The policy's action, or what is recorded without having been asked for: what was refused, read in bulk, or done by the operator. */
export type AuditAction = Action | `security.${string}` | "list.export" | "order.send" | "maintenance.accept_database";

export type AuditEntry = {
  seq: number;
  at: Date;
  actorType: string;
  actorId: string;
  action: string;
  objectType: string;
  objectId: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  requestId: string;
};

const p = sql.placeholder;

const queries = perClient((tx: Tx) => ({
  last: tx
    .select({ seq: auditLog.seq, hash: auditLog.hash })
    .from(auditLog)
    .orderBy(desc(auditLog.seq))
    .limit(1)
    .prepare(),
  add: tx
    .insert(auditLog)
    .values({
      seq: isSealedLater ? drawNumber("audit_log") : p("seq"),
      at: p("at"),
      actorType: p("actorType"),
      actorId: p("actorId"),
      action: p("action"),
      objectType: p("objectType"),
      objectId: p("objectId"),
      before: p("before"),
      after: p("after"),
      requestId: p("requestId"),
      hash: isSealedLater ? UNSEALED : p("hash"),
    })
    .prepare(),
}));

/** The hash of an entry over itself and the entry before it: changing or removing one breaks every later one. */
export function hashAuditEntry(previous: string, entry: AuditEntry): string {
  const body = JSON.stringify([
    previous,
    entry.seq,
    entry.at.getTime(),
    entry.actorType,
    entry.actorId,
    entry.action,
    entry.objectType,
    entry.objectId,
    canonical(entry.before),
    canonical(entry.after),
    entry.requestId,
  ]);
  return createHash("sha256").update(body).digest("hex");
}

/** Keys in one order: PostgreSQL's jsonb gives them back in another than they were written in. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== "object" || value instanceof Date) return value ?? null;
  return Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => [key, canonical(each)]);
}

/**
 * Writes who did what, as the last step of a verb, in its transaction.
 * `before` and `after` hold what changed, never a secret; what is the same in both is
 * left out, for a reader takes what is listed for changed.
 */
export async function audit(
  ctx: StepCtx,
  action: AuditAction,
  object: { type: string; id: string },
  change: { before?: Record<string, unknown>; after?: Record<string, unknown> } = {},
): Promise<void> {
  const { last, add } = queries(ctx.tx);
  const doer = doerOf(ctx.actor, action, object, change.after);
  const facts: Omit<AuditEntry, "seq"> = {
    at: ctx.now,
    actorType: doer.type,
    actorId: getActorId(doer),
    action,
    objectType: object.type,
    objectId: object.id,
    ...pickChanges(plain(change.before), plain(change.after)),
    requestId: ctx.requestId,
  };
  if (isSealedLater) {
    await add.execute(facts);
  } else {
    const [previous] = await last.execute();
    const entry = { seq: (previous?.seq ?? 0) + 1, ...facts };
    await add.execute({ ...entry, hash: hashAuditEntry(previous?.hash ?? "", entry) });
  }
  ctx.onAudit?.(action);
}

/** Whoever has just signed in or up was a visitor when they asked, and is the person whose session it is: the entry is theirs. */
function doerOf(
  actor: Actor,
  action: string,
  object: { type: string; id: string },
  after: Record<string, unknown> | undefined,
): Actor {
  if (actor.type !== "visitor") return actor;
  const isSignUp = action === "account.create" && object.type === "user";
  const id = isSignUp ? object.id : action === "session.create" ? after?.userId : undefined;
  return typeof id === "string" ? { type: "user", id, roles: [] } : actor;
}

type Values = Record<string, unknown> | null;

/** Both without what is the same in both. An amount in minor units keeps the currency that says how to read it. */
export function pickChanges(before: Values, after: Values): { before: Values; after: Values } {
  if (before === null || after === null) return { before, after };
  const same = (name: string) =>
    Object.hasOwn(before, name) &&
    Object.hasOwn(after, name) &&
    (before[name] === after[name] ||
      JSON.stringify(canonical(before[name])) === JSON.stringify(canonical(after[name])));
  const names = Object.keys(before).filter(same);
  if (names.length === 0) return { before, after };
  const without = (values: Record<string, unknown>) => {
    const kept = Object.entries(values).filter(([name]) => !names.includes(name));
    const isAmount = kept.some(([name]) => name.endsWith("Minor"));
    if (isAmount && names.includes("currency")) kept.push(["currency", values.currency]);
    return Object.fromEntries(kept);
  };
  return { before: without(before), after: without(after) };
}

/** What JSON will make of it, so that the hash is over what is read back. */
function plain(value: Record<string, unknown> | undefined): Record<string, unknown> | null {
  if (value === undefined) return null;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const each = value[name];
    if (each === undefined) continue;
    if (!isPlain(each)) return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
    copy[name] = each;
  }
  return copy;
}

/** What JSON gives back as it was. */
function isPlain(value: unknown): boolean {
  return value === null || typeof value === "string" || typeof value === "boolean" || Number.isSafeInteger(value);
}
