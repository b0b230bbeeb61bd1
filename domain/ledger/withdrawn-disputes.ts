import { and, isNotNull, isNull } from "drizzle-orm";
import { disputes } from "#db/schema/index.ts";

/** SQL: disputes whose money the provider has taken out of the school's balance and not put back. */
export const withdrawn = and(isNotNull(disputes.withdrawnAt), isNull(disputes.reinstatedAt));
