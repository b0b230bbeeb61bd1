"use server";

import { z } from "zod";
import { action, plainAction } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { NeededCertificateName } from "#domain/certificates/inputs.ts";
import { issueCertificate } from "#domain/certificates/issue-certificate.ts";
import { issueCertificates } from "#domain/certificates/issue-certificates.ts";
import { setCertificateTerms } from "#domain/certificates/set-certificate-terms.ts";
import { readHours } from "#domain/certificates/read-hours.ts";
import { isId } from "#domain/kernel/ids.ts";
import { encodeMessage } from "#messages/message.ts";

const Id = z.string().max(60);
const CohortRef = z.object({ courseId: Id, cohortId: Id });

/** Hours with decimals, in minutes. */
function takeHours(typed: string, problem: z.RefinementCtx): number {
  const read = readHours(typed);
  if ("minutes" in read) return read.minutes;
  problem.addIssue({ code: "custom", message: encodeMessage(read.problem) });
  return z.NEVER;
}

const path = ({ courseId, cohortId }: z.output<typeof CohortRef>) =>
  `/admin/courses/${courseId}/cohorts/${cohortId}/certificates`;

const Terms = CohortRef.extend({
  onCompletion: z.string().optional(),
  /** Empty adds up the meetings. */
  hours: z
    .string()
    .trim()
    .transform((typed, problem) => (typed === "" ? null : takeHours(typed, problem)))
    .default(null),
});

export const setCertificateTermsAction = action(Terms, async ({ write }, { onCompletion, hours, ...at }) => {
  const terms = { onCompletion: onCompletion !== undefined, minutes: hours };
  await write((ctx) => setCertificateTerms(ctx, { cohortId: at.cohortId, ...terms }));
  await redirectDone(path(at), "saved");
});

const Named = CohortRef.extend({
  enrolmentId: z.string().refine((text) => isId("enrolment", text)),
  name: NeededCertificateName,
});

/** One whose name could not be printed gets a certificate with a name that can. */
export const issueNamedCertificateAction = action(Named, async ({ write }, { enrolmentId, name, ...at }) => {
  await write((ctx) => issueCertificate(ctx, { enrolmentId, name }));
  await redirectDone(path(at), "certificates-issued");
});

/** Everybody who has completed the cohort and has no certificate gets one. */
export const issueCertificatesAction = plainAction(CohortRef, async ({ write }, at) => {
  const { issued } = await write((ctx) => issueCertificates(ctx, { cohortId: at.cohortId }));
  await redirectDone(path(at), issued.length > 0 ? "certificates-issued" : "certificates-none");
});
