import { eq } from "drizzle-orm";
import { certificates, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { MailPayloads } from "./kinds.ts";

/** What a mail says of a certificate. */
export type CertificateMailFacts = MailPayloads["certificate_news"] & {
  studentName: string;
  courseTitle: string;
  enrolmentId: string;
  year: number;
  serial: number;
};

export async function getCertificateFacts(
  read: Reader,
  payload: MailPayloads["certificate_news"],
): Promise<CertificateMailFacts | undefined> {
  const [row] = await read
    .select({
      studentName: users.name,
      courseTitle: certificates.courseTitle,
      enrolmentId: certificates.enrolmentId,
      year: certificates.year,
      serial: certificates.serial,
    })
    .from(certificates)
    .innerJoin(users, eq(users.id, certificates.studentId))
    .where(eq(certificates.id, payload.certificateId));
  return row && { ...row, ...payload };
}
