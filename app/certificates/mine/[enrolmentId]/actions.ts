"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { NeededCertificateName } from "#domain/certificates/inputs.ts";
import { nameCertificate } from "#domain/certificates/name-certificate.ts";
import { isId } from "#domain/kernel/ids.ts";

const Named = z.object({
  enrolmentId: z.string().refine((text) => isId("enrolment", text)),
  name: NeededCertificateName,
});

/** A student says how they are called on their certificate, before they download it for the first time. */
export const nameCertificateAction = action(Named, async ({ write }, input) => {
  await write((ctx) => nameCertificate(ctx, input));
  await redirectDone(`/certificates/mine/${input.enrolmentId}`, "certificate-named");
});
