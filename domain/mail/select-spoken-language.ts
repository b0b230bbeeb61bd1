import { and, desc, eq, isNotNull, notInArray, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { outbox } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

/** Anybody can have these sent to an address that they know: they say nothing of what its owner reads. */
const ASKED_BY_ANYBODY = ["sign_in_code", "reset_password", "withdrawal_received"];

/**
 * SQL: the language in which somebody last did something that they were written to about, and that is not the school's own; null of whoever never
 * did. It speaks for those whose account names none, when a job or the office writes to them.
 */
export function selectSpokenLanguage(read: Reader | Tx, email: SQLWrapper): SQL<string | null> {
  const last = read
    .select({ language: outbox.language })
    .from(outbox)
    .where(and(eq(outbox.recipient, email), isNotNull(outbox.language), notInArray(outbox.kind, [...ASKED_BY_ANYBODY])))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(1);
  return sql<string | null>`(${last})`;
}
