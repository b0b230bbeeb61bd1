"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { correctCertificate } from "#domain/certificates/correct-certificate.ts";
import { NeededCertificateName } from "#domain/certificates/inputs.ts";
import { restoreCertificate } from "#domain/certificates/restore-certificate.ts";
import { revokeCertificate } from "#domain/certificates/revoke-certificate.ts";

const Step = z.object({ certificateId: z.string().max(60), why: ReasonInput });

const path = (id: string) => `/admin/certificates/${id}`;

export const revokeCertificateAction = action(Step, async ({ write }, input) => {
  await write((ctx) => revokeCertificate(ctx, input));
  await redirectDone(path(input.certificateId), "certificate-revoked");
});

export const restoreCertificateAction = action(Step, async ({ write }, input) => {
  await write((ctx) => restoreCertificate(ctx, input));
  await redirectDone(path(input.certificateId), "certificate-restored");
});

export const correctCertificateAction = action(
  Step.extend({ name: NeededCertificateName }),
  async ({ write }, input) => {
    const { id } = await write((ctx) => correctCertificate(ctx, input));
    await redirectDone(path(id), "certificate-corrected");
  },
);
