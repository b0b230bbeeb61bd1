import { and, eq, gt, gte, notExists, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { refunds } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { DAY_MS, later } from "../kernel/clock.ts";

/** A refund that failed longer ago than this was seen by somebody. */
const LOOKED_BACK_DAYS = 30;

const next = alias(refunds, "next_refund");

/** SQL: refunds that failed lately, and that nobody has tried again since. */
export function failedRefund(read: Reader, now: Date) {
  const triedAgain = read
    .select({ one: sql`1` })
    .from(next)
    .where(and(eq(next.paymentId, refunds.paymentId), gt(next.createdAt, refunds.createdAt)));
  return and(
    eq(refunds.state, "failed"),
    gte(refunds.createdAt, later(now, -LOOKED_BACK_DAYS * DAY_MS)),
    notExists(triedAgain),
  );
}
