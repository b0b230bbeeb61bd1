import { and, eq, inArray, ne } from "drizzle-orm";
import { certificates, courseStaff } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Resource } from "../policy.ts";
import type { Certificate } from "./machine.ts";

/** Loads a certificate for a verb, with whose it is and who teaches its course, as the policy wants to know it. */
export async function findCertificate(
  from: Reader | Tx,
  certificateId: string,
): Promise<{ certificate: Certificate; resource: Resource }> {
  const [certificate] = await from.select().from(certificates).where(eq(certificates.id, certificateId));
  if (!certificate) throw new Refusal("not_found");
  const teacherIds = await listTeacherIds(from, certificate.courseId);
  return { certificate, resource: { ownerId: certificate.studentId, teacherIds } };
}

export async function listTeacherIds(from: Reader | Tx, courseId: string): Promise<string[]> {
  const teachers = await from
    .select({ userId: courseStaff.userId })
    .from(courseStaff)
    .where(eq(courseStaff.courseId, courseId));
  return teachers.map(({ userId }) => userId);
}

/** The certificates that enrolments have now, revoked ones too. */
export async function findLiveCertificates(from: Reader | Tx, enrolmentIds: readonly string[]): Promise<Certificate[]> {
  if (enrolmentIds.length === 0) return [];
  return from
    .select()
    .from(certificates)
    .where(and(inArray(certificates.enrolmentId, [...enrolmentIds]), ne(certificates.state, "replaced")));
}
