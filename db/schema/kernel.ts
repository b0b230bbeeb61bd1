import { check, index, integer, json, oneOf, primaryKey, table, text, timestamp, uniqueIndex } from "../columns.ts";
import { OUTBOX_STATES } from "../enums.ts";
import { sql } from "drizzle-orm";

/** Every transition of everything: who moved it, when and why. Append-only. */
export const stateChanges = table(
  "state_changes",
  {
    id: text().primaryKey(),
    objectType: text().notNull(),
    objectId: text().notNull(),
    fromState: text(),
    toState: text().notNull(),
    at: timestamp().notNull(),
    actorType: text().notNull(),
    actorId: text().notNull(),
    why: text().notNull().default(""),
  },
  (t) => [index("state_changes_by_object").on(t.objectType, t.objectId, t.at, t.id)],
);

/** Who did what to what. Append-only; each row carries a hash over itself and the row before. */
export const auditLog = table(
  "audit_log",
  {
    seq: integer().primaryKey(),
    at: timestamp().notNull(),
    actorType: text().notNull(),
    actorId: text().notNull(),
    action: text().notNull(),
    objectType: text().notNull(),
    objectId: text().notNull(),
    before: json<Record<string, unknown>>(),
    after: json<Record<string, unknown>>(),
    requestId: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [
    index("audit_log_by_object").on(t.objectType, t.objectId, t.seq),
    index("audit_log_by_actor").on(t.actorId, t.seq),
    index("audit_log_by_action").on(t.action, t.seq),
    index("audit_log_by_time").on(t.at, t.seq),
  ],
);

/** A mail as it left, without what opened an account. */
export type SentLetter = { subject: string; html: string; text: string; language: string; direction: "ltr" | "rtl" };

/** What must leave the machine, written with the fact that causes it. */
export const outbox = table(
  "outbox",
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    recipient: text().notNull(),
    payload: json<Record<string, unknown>>().notNull(),
    /** Of a recipient without an account, who has asked in it; none is the language of the account, or the school's. */
    language: text(),
    dedupeKey: text().notNull(),
    state: text(OUTBOX_STATES).notNull().default("pending"),
    attempts: integer().notNull().default(0),
    nextTryAt: timestamp().notNull(),
    lastError: text(),
    sentAt: timestamp(),
    createdAt: timestamp().notNull(),
    /** What was sent; none before it was, and of what was sent before 2026-11-29. Whatever erases a person empties it as well. */
    letter: json<SentLetter>(),
  },
  (t) => [
    uniqueIndex("outbox_dedupe").on(t.kind, t.dedupeKey),
    index("outbox_due").on(t.nextTryAt).where(sql`state = 'pending'`),
    index("outbox_due_by_kind").on(t.kind, t.nextTryAt).where(sql`state = 'pending'`),
    index("outbox_failed").on(t.createdAt, t.id).where(sql`state = 'failed'`),
    index("outbox_by_created").on(t.createdAt, t.id),
    index("outbox_by_recipient").on(t.recipient, t.createdAt),
    oneOf("outbox_state", t.state, OUTBOX_STATES),
    check("outbox_attempts", sql`${t.attempts} >= 0`),
  ],
);

/** The answer to a request that may be repeated, kept in the transaction of its effect. */
export const idempotencyKeys = table(
  "idempotency_keys",
  {
    actorId: text().notNull(),
    route: text().notNull(),
    key: text().notNull(),
    bodyHash: text().notNull(),
    status: integer().notNull(),
    answer: json<unknown>().notNull(),
    createdAt: timestamp().notNull(),
  },
  (t) => [primaryKey({ columns: [t.actorId, t.route, t.key] }), index("idempotency_keys_by_time").on(t.createdAt)],
);

/**
 * A number that is kept beside the rows and does not agree with them, from when it was found until it agrees again. Nothing
 * repairs it but a person.
 */
export const discrepancies = table(
  "discrepancies",
  {
    id: text().primaryKey(),
    objectType: text().notNull(),
    objectId: text().notNull(),
    /** What is said, and what was counted, in words. */
    said: text().notNull(),
    counted: text().notNull(),
    foundAt: timestamp().notNull(),
    settledAt: timestamp(),
  },
  (t) => [uniqueIndex("discrepancies_one_open").on(t.objectType, t.objectId).where(sql`settled_at is null`)],
);

/**
 * How many decimals amounts have in a currency that was in use before the program had a table of its own (see
 * docs/decisions/currency-decimals.md). Nothing is added later; none until the first start after the migration has decided it.
 */
export const storedExponents = table("stored_exponents", {
  currency: text().primaryKey(),
  exponent: integer(),
});

/** One holder a job, across processes. */
export const leases = table("leases", {
  job: text().primaryKey(),
  holder: text().notNull(),
  until: timestamp().notNull(),
  lastRunAt: timestamp(),
  lastOutcome: text(),
});

/** How a server process fared in the minutes up to `at`: what charts and the question of moving to PostgreSQL are answered from. */
export const samples = table(
  "samples",
  {
    at: timestamp().notNull(),
    process: text().notNull(),
    figures: json<Record<string, number>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.at, t.process] })],
);
