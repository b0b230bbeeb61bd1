import { and, desc, eq, ne } from "drizzle-orm";
import { certificates, certificateTerms, enrolments } from "#db/schema/index.ts";
import type { Message } from "#messages/message.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import { isAllowed } from "../policy.ts";
import { formatCertificateNumber } from "../kernel/certificate-number.ts";
import { loadFacts } from "./load-facts.ts";
import type { Certificate } from "./machine.ts";

/** A student's own certificate, or what is missing for it. */
export type OwnCertificate = {
  enrolmentId: string;
  /** None while it waits for a name that can be printed. */
  issued:
    | (Pick<Certificate, "id" | "state" | "code" | "fileId" | "confirmedAt" | "issuedOn" | "revokeReason"> & {
        number: string;
      })
    | null;
  name: string;
  courseTitle: string;
  language: string;
  cohortId: string;
  /** What hinders it from being printed. */
  fault: Message | null;
  /** It is not issued, and the school does so by hand: nobody gets it by giving a name. */
  isByHand: boolean;
};

/** The certificate of one of the actor's own completed enrolments; undefined for one that is not completed. */
export async function getOwnCertificate(ctx: ReadCtx, enrolmentId: string): Promise<OwnCertificate | undefined> {
  if (!isId("enrolment", enrolmentId)) return undefined;
  const [enrolment] = await ctx.read.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
  if (!enrolment || !isAllowed(ctx.actor, "certificate.name", { ownerId: enrolment.studentId })) return undefined;
  const [found] = await ctx.read
    .select()
    .from(certificates)
    .where(and(eq(certificates.enrolmentId, enrolmentId), ne(certificates.state, "replaced")))
    .orderBy(desc(certificates.version))
    .limit(1);
  if (found) {
    const { id, state, code, fileId, confirmedAt, issuedOn, revokeReason, name, courseTitle, language } = found;
    const number = formatCertificateNumber(found);
    const issued = { id, state, code, fileId, confirmedAt, issuedOn, revokeReason, number };
    return {
      enrolmentId,
      issued,
      name,
      courseTitle,
      language,
      cohortId: enrolment.cohortId,
      fault: null,
      isByHand: false,
    };
  }
  const { cohortId } = enrolment;
  const [terms] = await ctx.read.select().from(certificateTerms).where(eq(certificateTerms.cohortId, cohortId));
  const [facts] = await loadFacts(ctx.read, { cohortId, now: ctx.now, enrolmentIds: [enrolmentId] });
  if (!facts) return undefined;
  const isByHand = terms?.onCompletion !== true;
  const { name, courseTitle, language, fault } = facts;
  return { enrolmentId, issued: null, name, courseTitle, language, cohortId, fault: fault?.words ?? null, isByHand };
}
