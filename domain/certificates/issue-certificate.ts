import { eq } from "drizzle-orm";
import { enrolments } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { explainPrintFault } from "./explain-print-fault.ts";
import { findLiveCertificates, listTeacherIds } from "./find-certificate.ts";
import { insertCertificates, toIssueChange } from "./insert-certificates.ts";
import { type CertificateFacts, loadFacts } from "./load-facts.ts";
import type { Certificate } from "./machine.ts";
import { refuseFault } from "./refuse-fault.ts";

/**
 * Issues the certificate of one enrolment by hand. Refuses (`wrong_state`) one that is not completed or has its certificate, and
 * (`not_printable`) one whose name or title cannot be printed. `name`: how the student is called on it, where whoever issues it knows better
 * than the account says; the account stays as it is.
 */
export async function issueCertificate(
  ctx: WriteCtx,
  input: { enrolmentId: string; name?: string | undefined },
): Promise<Certificate> {
  const [enrolment] = await ctx.tx.select().from(enrolments).where(eq(enrolments.id, input.enrolmentId));
  const teacherIds = enrolment ? await listTeacherIds(ctx.tx, enrolment.courseId) : [];
  authorize(ctx, "certificate.issue", { teacherIds });
  if (!enrolment) throw new Refusal("not_found");
  if ((await findLiveCertificates(ctx.tx, [enrolment.id])).length > 0) {
    throw new Refusal("wrong_state", { words: message("certificates.issued_already") });
  }
  const { cohortId } = enrolment;
  const [found] = await loadFacts(ctx.tx, { cohortId, now: ctx.now, enrolmentIds: [enrolment.id] });
  const facts = found && input.name ? await giveName(ctx, found, input.name) : found;
  if (!facts) throw new Refusal("wrong_state", { words: message("certificates.not_completed") });
  if (facts.fault) throw refuseFault(facts.fault);
  const isConfirmed = input.name !== undefined;
  const [issued] = await insertCertificates(ctx, [facts], { issuedBy: getActorId(ctx.actor), isConfirmed });
  const certificate = issued as Certificate;
  await audit(ctx, "certificate.issue", { type: "certificate", id: certificate.id }, toIssueChange(certificate));
  return certificate;
}

async function giveName(ctx: StepCtx, facts: CertificateFacts, typed: string): Promise<CertificateFacts> {
  const name = typed.normalize("NFC");
  const school = (await getSchoolSettings(ctx.tx)).name;
  return { ...facts, name, fault: explainPrintFault({ name, courseTitle: facts.courseTitle, school }) };
}
