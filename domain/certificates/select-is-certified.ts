import { and, eq, exists, ne, or, type SQL, sql } from "drizzle-orm";
import { certificates, certificateTerms, enrolments } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/** SQL: the row of `enrolments` is completed and has a certificate, or would have one if its student's name could be printed. */
export function selectIsCertified(read: Reader): SQL<boolean> {
  const issued = read
    .select({ one: sql`1` })
    .from(certificates)
    .where(and(eq(certificates.enrolmentId, enrolments.id), ne(certificates.state, "replaced")));
  const onCompletion = read
    .select({ one: sql`1` })
    .from(certificateTerms)
    .where(and(eq(certificateTerms.cohortId, enrolments.cohortId), eq(certificateTerms.onCompletion, true)));
  const isCertified = and(eq(enrolments.state, "completed"), or(exists(issued), exists(onCompletion)));
  return sql`(${isCertified})`.mapWith(Boolean) as SQL<boolean>;
}
