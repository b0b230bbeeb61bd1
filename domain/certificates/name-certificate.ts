import { eq } from "drizzle-orm";
import { certificates, certificateTerms, enrolments, users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findLiveCertificates } from "./find-certificate.ts";
import { insertCertificates } from "./insert-certificates.ts";
import { loadFacts } from "./load-facts.ts";
import type { Certificate } from "./machine.ts";
import { refuseFault } from "./refuse-fault.ts";
import { replaceCertificate } from "./replace-certificate.ts";

/**
 * A student says how they are called on the certificate of a course that they have completed, once: before it is downloaded for the first
 * time. Where it was not issued by itself because their name could not be printed, it is now. Once the name is confirmed, only the
 * office corrects it: a certificate must not go from hand to hand.
 */
export async function nameCertificate(
  ctx: WriteCtx,
  input: { enrolmentId: string; name: string },
): Promise<Certificate> {
  const [enrolment] = await ctx.tx.select().from(enrolments).where(eq(enrolments.id, input.enrolmentId));
  authorize(ctx, "certificate.name", { ownerId: enrolment?.studentId ?? null });
  if (!enrolment) throw new Refusal("not_found");
  const [present] = await findLiveCertificates(ctx.tx, [enrolment.id]);
  if (present && (present.confirmedAt !== null || present.state !== "issued")) {
    throw new Refusal("wrong_state", { words: message("certificates.name_confirmed_already") });
  }
  await ctx.tx.update(users).set({ certificateName: input.name }).where(eq(users.id, enrolment.studentId));
  const named = present ? await confirmName(ctx, present, input.name) : await issueOwn(ctx, enrolment);
  const change = { before: { name: present?.name ?? null }, after: { name: named.name } };
  await audit(ctx, "certificate.name", { type: "certificate", id: named.id }, change);
  return named;
}

async function confirmName(ctx: StepCtx, present: Certificate, name: string): Promise<Certificate> {
  if (present.name !== name.normalize("NFC")) return replaceCertificate(ctx, present, { name, issuedBy: null });
  const confirmed = { confirmedAt: ctx.now };
  await ctx.tx.update(certificates).set(confirmed).where(eq(certificates.id, present.id));
  return { ...present, ...confirmed };
}

/** The name of the account stands there by now. */
async function issueOwn(
  ctx: StepCtx,
  { id, cohortId }: Pick<typeof enrolments.$inferSelect, "id" | "cohortId">,
): Promise<Certificate> {
  const [terms] = await ctx.tx.select().from(certificateTerms).where(eq(certificateTerms.cohortId, cohortId));
  const [facts] = terms?.onCompletion ? await loadFacts(ctx.tx, { cohortId, now: ctx.now, enrolmentIds: [id] }) : [];
  if (!facts) throw new Refusal("wrong_state", { words: message("certificates.not_completed") });
  if (facts.fault) throw refuseFault(facts.fault);
  const [issued] = await insertCertificates(ctx, [facts], { issuedBy: null, isConfirmed: true });
  return issued as Certificate;
}
