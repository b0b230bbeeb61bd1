import { eq } from "drizzle-orm";
import { certificateTerms, type enrolments } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx } from "../kernel/command.ts";
import { findLiveCertificates } from "./find-certificate.ts";
import { insertCertificates, toIssueChange } from "./insert-certificates.ts";
import { loadFacts } from "./load-facts.ts";

/**
 * The step that follows an enrolment's completion, whoever has completed it: where the cohort says so, its student has a certificate. One
 * that cannot be printed is not issued, and does not hinder the completion: the student and the office see what is missing.
 */
export async function issueOnCompletion(
  ctx: StepCtx,
  { id, cohortId }: Pick<typeof enrolments.$inferSelect, "id" | "cohortId">,
): Promise<void> {
  const [terms] = await ctx.tx
    .select({ onCompletion: certificateTerms.onCompletion })
    .from(certificateTerms)
    .where(eq(certificateTerms.cohortId, cohortId));
  if (!terms?.onCompletion || (await findLiveCertificates(ctx.tx, [id])).length > 0) return;
  const facts = await loadFacts(ctx.tx, { cohortId, now: ctx.now, enrolmentIds: [id] });
  const printable = facts.filter(({ fault }) => fault === undefined);
  for (const issued of await insertCertificates(ctx, printable, { issuedBy: null })) {
    await audit(ctx, "certificate.issue", { type: "certificate", id: issued.id }, toIssueChange(issued));
  }
}
