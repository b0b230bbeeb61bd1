import { z } from "zod";
import { issue } from "#messages/message.ts";
import { hasLink } from "../accounts/has-link.ts";
import { NAME_WITHOUT_LINK } from "../accounts/inputs.ts";
import { createLineInput } from "../kernel/text-inputs.ts";

/** As many characters as stand on one line of the paper in a size that can be read; the schema's CHECKs have the same figure. */
export const CERTIFICATE_NAME_MAX = 120;

/** How somebody is called on their certificates; empty takes the name of the account. Whether it can be printed the verbs say. */
export const CertificateNameInput = createLineInput(CERTIFICATE_NAME_MAX).refine(
  (name) => !hasLink(name),
  NAME_WITHOUT_LINK,
);
export const NeededCertificateName = CertificateNameInput.min(1, issue("fields.name_needed"));

/** As long as a course may last on a certificate, in hours. */
export const HOURS_MAX = 10_000;
/** How long a course was, in minutes. */
export const CertificateMinutes = z
  .number()
  .int()
  .min(1)
  .max(HOURS_MAX * 60);
