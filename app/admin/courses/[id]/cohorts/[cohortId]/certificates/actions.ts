"use server";

import { z } from "zod";
import { action, plainAction } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { HOURS_MAX } from "#domain/certificates/inputs.ts";
import { issueCertificates } from "#domain/certificates/issue-certificates.ts";
import { setCertificateTerms } from "#domain/certificates/set-certificate-terms.ts";
import { takeCount } from "#domain/kernel/read-count.ts";

const Id = z.string().max(60);
const CohortRef = z.object({ courseId: Id, cohortId: Id });
const MINUTES = 60;

const path = ({ courseId, cohortId }: z.output<typeof CohortRef>) =>
  `/admin/courses/${courseId}/cohorts/${cohortId}/certificates`;

const Terms = CohortRef.extend({
  onCompletion: z.string().optional(),
  /** Empty adds up the meetings. */
  hours: z
    .string()
    .trim()
    .transform((typed, problem) =>
      typed === "" ? null : takeCount(typed, z.number().int().min(1).max(HOURS_MAX), problem),
    )
    .default(null),
});

export const setCertificateTermsAction = action(Terms, async ({ write }, { onCompletion, hours, ...at }) => {
  const terms = { onCompletion: onCompletion !== undefined, minutes: hours === null ? null : hours * MINUTES };
  await write((ctx) => setCertificateTerms(ctx, { cohortId: at.cohortId, ...terms }));
  await redirectDone(path(at), "saved");
});

/** Everybody who has completed the cohort and has no certificate gets one. */
export const issueCertificatesAction = plainAction(CohortRef, async ({ write }, at) => {
  const { issued } = await write((ctx) => issueCertificates(ctx, { cohortId: at.cohortId }));
  await redirectDone(path(at), issued.length > 0 ? "certificates-issued" : "certificates-none");
});
