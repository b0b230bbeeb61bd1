import { expect } from "vitest";
import { makeCertificates } from "#services/certificates/make-certificates.ts";

/** Parts of what the API answers, whose shape was checked. */
type Answer = { id: string; cohortId: string; courseId: string; state: string; items: unknown[] };
type Done = (operationId: string, id: string, token: string, body?: unknown) => Promise<Answer>;

/** Everything that can be done by the API with the certificate of a completed enrolment. */
export async function certify(
  done: Done,
  { enrolmentId, office, student }: { enrolmentId: string; office: string; student: string },
): Promise<void> {
  const certificate = await done("issueCertificate", enrolmentId, office);
  await done("copyCourse", certificate.courseId, office, { title: "Another like it" });
  await done("copyCohort", certificate.cohortId, office, { name: "Summer", copies: 2, everyWeeks: 10 });
  await done("setCertificateTerms", certificate.cohortId, office, { onCompletion: true, minutes: 90 });
  expect(await done("issueCertificates", certificate.cohortId, office)).toEqual({ issued: [], leftEnrolmentIds: [] });
  const named = await done("nameCertificate", enrolmentId, student, { name: "Anna Meier" });
  const { id } = await done("correctCertificate", named.id, office, { name: "Anna Meyer", why: "typing error" });
  expect((await done("revokeCertificate", id, office)).state).toBe("revoked");
  expect((await done("restoreCertificate", id, office)).state).toBe("issued");
  await makeCertificates(async () => true);
  expect(await done("readCertificate", id, student)).toMatchObject({ hasFile: true, version: 3 });
  const file = await done("readCertificateFile", id, student);
  expect(file).toEqual(await done("readCertificateFile", id, student));
  expect((await done("listCertificates", "", student)).items).toHaveLength(3);
}
