import { z } from "zod";
import { CERTIFICATE_STATES } from "#db/enums.ts";
import { Id, Moment } from "./parts.ts";

const Day = z.string().meta({ examples: ["2027-03-03"] });

export const Certificate = z
  .strictObject({
    id: Id("crt"),
    number: z.string().meta({ examples: ["2026-0042"], description: "Without gaps in a year; corrections keep it." }),
    version: z.int(),
    state: z.enum(CERTIFICATE_STATES),
    code: z.string().meta({ description: "Opens its public page: /certificates/{code}." }),
    enrolmentId: Id("enr"),
    studentId: Id("usr"),
    courseId: Id("crs"),
    cohortId: Id("coh"),
    name: z.string().meta({ description: "As it is printed." }),
    courseTitle: z.string(),
    language: z.string(),
    minutes: z.int().nullable(),
    startsOn: Day.nullable(),
    endsOn: Day.nullable(),
    completedOn: Day,
    issuedOn: Day,
    issuedAt: Moment,
    isConfirmed: z.boolean().meta({ description: "The student has said that the name is right." }),
    hasFile: z.boolean().meta({ description: "The PDF was made: it is some seconds after the certificate." }),
    replacedById: Id("crt").nullable(),
    revokedAt: Moment.nullable(),
    signed: z.string().nullable().meta({ description: "What the QR code holds: a JWS with Ed25519." }),
  })
  .meta({ id: "Certificate" });
export type CertificateView = z.output<typeof Certificate>;

export const CertificateFile = z
  .strictObject({
    name: z.string(),
    mediaType: z.string(),
    sizeBytes: z.int(),
    sha256: z.string(),
    base64: z.string().meta({ description: "The bytes: the same each time." }),
  })
  .meta({ id: "CertificateFile" });
