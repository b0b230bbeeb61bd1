import { eq } from "drizzle-orm";
import { cohorts } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findLiveCertificates, listTeacherIds } from "./find-certificate.ts";
import { insertCertificates, toIssueChange } from "./insert-certificates.ts";
import { type CertificateFacts, loadFacts } from "./load-facts.ts";
import type { Certificate } from "./machine.ts";

/** One write makes no more than so many; the next press goes on. */
const CERTIFICATES_MAX = 500;

/**
 * Issues a certificate to everybody who has completed a cohort and has none, by hand. Those whose name or title cannot be printed are
 * left out and named with their fault. One that was revoked is not issued again: it can be given back.
 */
export async function issueCertificates(
  ctx: WriteCtx,
  input: { cohortId: string },
): Promise<{ issued: Certificate[]; left: CertificateFacts[] }> {
  const [cohort] = await ctx.tx
    .select({ id: cohorts.id, courseId: cohorts.courseId })
    .from(cohorts)
    .where(eq(cohorts.id, input.cohortId));
  const teacherIds = cohort ? await listTeacherIds(ctx.tx, cohort.courseId) : [];
  authorize(ctx, "certificate.issue", { teacherIds });
  if (!cohort) throw new Refusal("not_found");
  const facts = await loadFacts(ctx.tx, { cohortId: cohort.id, now: ctx.now });
  const present = await findLiveCertificates(
    ctx.tx,
    facts.map(({ enrolmentId }) => enrolmentId),
  );
  const certified = new Set(present.map(({ enrolmentId }) => enrolmentId));
  const missing = facts.filter(({ enrolmentId }) => !certified.has(enrolmentId));
  const printable = missing.filter(({ fault }) => fault === undefined).slice(0, CERTIFICATES_MAX);
  const issued = await insertCertificates(ctx, printable, { issuedBy: getActorId(ctx.actor) });
  for (const each of issued) {
    await audit(ctx, "certificate.issue", { type: "certificate", id: each.id }, toIssueChange(each));
  }
  return { issued, left: missing.filter(({ fault }) => fault !== undefined) };
}
