import { sql } from "drizzle-orm";
import { atMost, bool, check, index, integer, oneOf, table, text, timestamp, uniqueIndex } from "../columns.ts";
import { CERTIFICATE_STATES } from "../enums.ts";
import { users } from "./accounts.ts";
import { cohorts, courses, files } from "./courses.ts";
import { enrolments } from "./enrolments.ts";

/** How a cohort certifies. A cohort without a row certifies by hand alone. */
export const certificateTerms = table(
  "certificate_terms",
  {
    cohortId: text()
      .primaryKey()
      .references(() => cohorts.id),
    /** Whether whoever completes the cohort gets a certificate without anybody asking for it. */
    onCompletion: bool().notNull().default(false),
    /** How long the course was, as certificates say it; none adds up its meetings. */
    minutes: integer(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [check("certificate_terms_minutes", sql`${t.minutes} is null or ${t.minutes} > 0`)],
);

/** The last number that was given in a year. Numbers have no gaps: a write that fails gives its number back. */
export const certificateYears = table("certificate_years", {
  year: integer().primaryKey(),
  last: integer().notNull(),
});

/** What the school signs its certificates with. An old key stays, so that what it has signed can be checked. */
export const certificateKeys = table(
  "certificate_keys",
  {
    id: text().primaryKey(),
    /** Ed25519, 32 bytes in base64url (RFC 8037). */
    publicKey: text().notNull(),
    /** Encrypted with a key that is made of the school's secret; none once it is retired. */
    sealedPrivateKey: text(),
    createdAt: timestamp().notNull(),
    retiredAt: timestamp(),
    /** 1 for the one that signs. */
    slot: integer(),
  },
  (t) => [uniqueIndex("certificate_keys_slot").on(t.slot)],
);

/**
 * A certificate as it was issued: what stands on it does not follow the course or the account. A job signs it and makes its file.
 * One whose name is corrected is replaced by another version under the same number.
 */
export const certificates = table(
  "certificates",
  {
    id: text().primaryKey(),
    year: integer().notNull(),
    serial: integer().notNull(),
    version: integer().notNull(),
    /** Opens its public page: nobody can guess it. */
    code: text().notNull(),
    state: text(CERTIFICATE_STATES).notNull(),
    enrolmentId: text()
      .notNull()
      .references(() => enrolments.id),
    studentId: text()
      .notNull()
      .references(() => users.id),
    courseId: text()
      .notNull()
      .references(() => courses.id),
    cohortId: text()
      .notNull()
      .references(() => cohorts.id),
    name: text().notNull(),
    courseTitle: text().notNull(),
    /** BCP 47: in which language it is written. */
    language: text().notNull(),
    minutes: integer(),
    /** The first and the last day, and the one on which it was completed: `2027-03-03`, in the cohort's timezone. */
    startsOn: text(),
    endsOn: text(),
    completedOn: text().notNull(),
    /** The day that stands on it, in the school's timezone. */
    issuedOn: text().notNull(),
    issuedAt: timestamp().notNull(),
    /** None where completing the course has issued it. */
    issuedBy: text(),
    /** When the student has said that the name is right. */
    confirmedAt: timestamp(),
    replacedById: text(),
    revokedAt: timestamp(),
    revokeReason: text(),
    /** With which key it is signed, and the signed text of its QR code; none until the job was there. */
    keyId: text(),
    signed: text(),
    fileId: text().references(() => files.id),
    /** Why the job could not make its file. */
    failure: text(),
  },
  (t) => [
    uniqueIndex("certificates_number").on(t.year, t.serial, t.version),
    uniqueIndex("certificates_code").on(t.code),
    uniqueIndex("certificates_one_live").on(t.enrolmentId).where(sql`state <> 'replaced'`),
    index("certificates_by_student").on(t.studentId, t.issuedAt, t.id),
    index("certificates_by_cohort").on(t.cohortId, t.issuedAt, t.id),
    index("certificates_by_course").on(t.courseId, t.issuedAt, t.id),
    index("certificates_by_issued").on(t.issuedAt, t.id),
    index("certificates_by_state").on(t.state, t.issuedAt, t.id),
    index("certificates_by_file").on(t.fileId),
    index("certificates_to_make").on(t.issuedAt).where(sql`file_id is null and failure is null`),
    oneOf("certificates_state", t.state, CERTIFICATE_STATES),
    check("certificates_serial", sql`${t.serial} > 0 and ${t.version} > 0`),
    atMost("certificates_name_length", t.name, 120),
    atMost("certificates_title_length", t.courseTitle, 300),
  ],
);
