import { sql } from "drizzle-orm";
import {
  atMost,
  bool,
  byteText,
  check,
  index,
  integer,
  json,
  money,
  oneOf,
  primaryKey,
  table,
  text,
  timestamp,
  uniqueIndex,
} from "../columns.ts";
import { COHORT_STATES, COURSE_LEVELS, COURSE_STATES, MATERIAL_KINDS, RENEWAL_WAYS } from "../enums.ts";
import { users } from "./accounts.ts";

/** Bytes live in the data folder under their SHA-256; this row says what they are. */
export const files = table(
  "files",
  {
    id: text().primaryKey(),
    sha256: text().notNull(),
    name: text().notNull(),
    /** Sniffed from the bytes, never taken from the upload. */
    mediaType: text().notNull(),
    sizeBytes: integer().notNull(),
    /** Public files (course pictures, the school's logo) are served to anyone; the others only through what they belong to. */
    isPublic: bool().notNull().default(false),
    createdAt: timestamp().notNull(),
    createdBy: text().references(() => users.id),
  },
  (t) => [
    index("files_by_sha256").on(t.sha256),
    check("files_size", sql`${t.sizeBytes} >= 0`),
    atMost("files_name_length", t.name, 255),
  ],
);

export const courses = table(
  "courses",
  {
    id: text().primaryKey(),
    slug: text().notNull(),
    title: text().notNull(),
    /** What the course is sorted by, by title and by subject, and of what both were made: domain/courses/build-course-keys.ts. */
    sortKey: byteText().notNull().default(""),
    subjectKey: byteText().notNull().default(""),
    keysOf: text().notNull().default(""),
    summary: text().notNull().default(""),
    /** Markdown. */
    description: text().notNull().default(""),
    /** What stands in other languages than the one it was written in, by their tags. */
    translations: json<Record<string, { title?: string; summary?: string; description?: string }>>(),
    subject: text().notNull().default(""),
    level: text(COURSE_LEVELS).notNull().default("any"),
    /** BCP 47. */
    language: text().notNull().default("en"),
    state: text(COURSE_STATES).notNull().default("draft"),
    imageFileId: text().references(() => files.id),
    /** Which of the school's tax rates it bears, by the name of their kind. */
    taxKind: text().notNull().default(""),
    /** Where an imported course came from, and its key there. */
    source: text(),
    externalKey: text(),
    publishedAt: timestamp(),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("courses_slug").on(t.slug),
    uniqueIndex("courses_external").on(t.source, t.externalKey),
    index("courses_by_sort_key").on(t.sortKey, t.id),
    index("courses_by_state_and_sort_key").on(t.state, t.sortKey, t.id),
    index("courses_stale_keys").on(t.id).where(sql`keys_of <> title || ' ' || subject`),
    // The catalogue counts how many courses each choice gives; this index alone answers that.
    index("courses_choices").on(t.state, t.subject, t.level),
    index("courses_by_created").on(t.createdAt, t.id),
    oneOf("courses_state", t.state, COURSE_STATES),
    oneOf("courses_level", t.level, COURSE_LEVELS),
    atMost("courses_title_length", t.title, 300),
    atMost("courses_summary_length", t.summary, 1000),
    atMost("courses_description_length", t.description, 50000),
    atMost("courses_slug_length", t.slug, 120),
  ],
);

export const courseStaff = table(
  "course_staff",
  {
    courseId: text()
      .notNull()
      .references(() => courses.id),
    userId: text()
      .notNull()
      .references(() => users.id),
    /** A line about the person, shown on the course's page. */
    about: text().notNull().default(""),
    position: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.courseId, t.userId] }), index("course_staff_by_user").on(t.userId)],
);

/** How a price is paid in instalments: the first part is due at once, and so many further ones follow, so many months apart. */
export type PaymentPlan = {
  /** What is paid at once: a share of the price in per cent, or an amount in minor units of the cohort's currency. */
  deposit: { percent: number } | { minor: number };
  furtherParts: number;
  monthsBetween: number;
};

/** One dated (or always-open) offering of a course. `held` and `taken` move in the transaction that moves a seat. */
export const cohorts = table(
  "cohorts",
  {
    id: text().primaryKey(),
    courseId: text()
      .notNull()
      .references(() => courses.id),
    name: text().notNull(),
    state: text(COHORT_STATES).notNull().default("open"),
    startsAt: timestamp(),
    endsAt: timestamp(),
    /** IANA name. */
    timezone: text().notNull(),
    place: text().notNull().default(""),
    /** What stands in other languages than that of the course, by their tags. */
    translations: json<Record<string, { name?: string; place?: string }>>(),
    /** None means unlimited. */
    capacity: integer(),
    held: integer().notNull().default(0),
    taken: integer().notNull().default(0),
    /** What a seat costs, tax and all. */
    priceMinor: money().notNull(),
    /** As it was given where the school's prices are without tax: the price follows it when the rate changes. */
    netPriceMinor: money(),
    currency: text().notNull(),
    opensAt: timestamp(),
    closesAt: timestamp(),
    /** Days a student may open the course, from the start or from enrolling, whichever is later; none means for good. */
    accessDays: integer(),
    /** The last day on which the course is open, in the cohort's timezone (`2027-03-03`), instead of a number of days. */
    accessUntil: text(),
    renewal: text(RENEWAL_WAYS).notNull().default("none"),
    /** For how many days each renewal opens the course again. */
    renewalDays: integer(),
    /** In the cohort's currency; 0 is free. What is asked for is always free. */
    renewalPriceMinor: money().notNull().default(0),
    /** How often a student may renew; none means as often as they like. */
    renewalsMax: integer(),
    waitingList: bool().notNull().default(true),
    /** Until how many days before its beginning a student may cancel what they paid for; none asks the office. */
    cancelDays: integer(),
    /** What share of the price comes back then, and what is kept of it, in the cohort's currency. */
    cancelPercent: integer().notNull().default(100),
    cancelFeeMinor: money().notNull().default(0),
    /** Until how many days before its beginning a student may move to another cohort of the course; none asks the office. */
    moveDays: integer(),
    /** With fewer students it may not take place; none always does. */
    studentsMin: integer(),
    /** When the school decides whether it takes place. */
    confirmBy: timestamp(),
    /** When it said so. */
    confirmedAt: timestamp(),
    /** Up to which enrolment its students were told so; none once all of them are. */
    confirmedToldTo: text(),
    /** When the office was last reminded that it has to decide. */
    decisionRemindedAt: timestamp(),
    /** What completes an enrolment by itself: how many percent of the materials are done; none when that is not asked. */
    completionMaterialsPercent: integer(),
    /** And how many percent of the meetings were attended. Without either, only a person's word completes. */
    completionAttendancePercent: integer(),
    /** How its price may be paid in instalments; none where it is paid at once. */
    paymentPlan: json<PaymentPlan>(),
    source: text(),
    externalKey: text(),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("cohorts_external").on(t.source, t.externalKey),
    index("cohorts_by_course").on(t.courseId, t.startsAt),
    index("cohorts_by_start").on(t.startsAt, t.id),
    index("cohorts_by_created").on(t.createdAt, t.id),
    oneOf("cohorts_state", t.state, COHORT_STATES),
    check("cohorts_held", sql`${t.held} >= 0`),
    check("cohorts_taken", sql`${t.taken} >= 0`),
    check("cohorts_seats", sql`${t.capacity} is null or ${t.held} + ${t.taken} <= ${t.capacity}`),
    check("cohorts_price", sql`${t.priceMinor} >= 0`),
    check("cohorts_currency", sql`length(${t.currency}) = 3`),
    check("cohorts_dates", sql`${t.endsAt} is null or ${t.startsAt} is null or ${t.endsAt} >= ${t.startsAt}`),
    check("cohorts_access", sql`${t.accessDays} is null or ${t.accessDays} > 0`),
    index("cohorts_to_tell").on(t.id).where(sql`confirmed_told_to is not null`),
    index("cohorts_to_confirm").on(t.confirmBy).where(sql`confirm_by is not null and confirmed_at is null`),
    atMost("cohorts_name_length", t.name, 200),
  ],
);

/** One dated hour of a cohort. */
export const meetings = table(
  "meetings",
  {
    id: text().primaryKey(),
    cohortId: text()
      .notNull()
      .references(() => cohorts.id),
    title: text().notNull().default(""),
    note: text().notNull().default(""),
    startsAt: timestamp().notNull(),
    endsAt: timestamp().notNull(),
    place: text().notNull().default(""),
    /** What stands in other languages than that of the course, by their tags. */
    translations: json<Record<string, { title?: string; note?: string; place?: string }>>(),
    link: text().notNull().default(""),
    /** How often it was changed: calendars take the entry with the higher one (RFC 5545, section 3.8.7.4). */
    sequence: integer().notNull().default(0),
    /** When it was last changed; none for one that is as it was made. */
    changedAt: timestamp(),
    /** Of how many hours before it its students were reminded last. */
    remindedHours: integer(),
  },
  (t) => [
    index("meetings_by_cohort").on(t.cohortId, t.startsAt),
    index("meetings_by_start").on(t.startsAt, t.id),
    check("meetings_dates", sql`${t.endsAt} > ${t.startsAt}`),
    atMost("meetings_title_length", t.title, 300),
  ],
);

/**
 * A change of a timetable of which its students are still to be told, by one mail for all that was changed within a few minutes. What
 * a meeting was before the first of its changes is kept; what it is now is read when the mail is written.
 */
export const meetingChanges = table(
  "meeting_changes",
  {
    id: text().primaryKey(),
    cohortId: text()
      .notNull()
      .references(() => cohorts.id),
    /** The meeting's own; it may be gone. */
    meetingId: text().notNull(),
    /** As it was; none for one that was added. Times in milliseconds. */
    before: json<{ title: string; place: string; link: string; startsAt: number; endsAt: number }>(),
    changedAt: timestamp().notNull(),
    notifiedAt: timestamp(),
  },
  (t) => [
    uniqueIndex("meeting_changes_untold").on(t.meetingId).where(sql`notified_at is null`),
    index("meeting_changes_to_tell").on(t.cohortId, t.changedAt).where(sql`notified_at is null`),
  ],
);

/** A meeting that was taken out, so that the calendars which have it are told: an entry that only vanishes stays in many. */
export const cancelledMeetings = table(
  "cancelled_meetings",
  {
    /** The meeting's own. */
    id: text().primaryKey(),
    cohortId: text()
      .notNull()
      .references(() => cohorts.id),
    title: text().notNull(),
    startsAt: timestamp().notNull(),
    endsAt: timestamp().notNull(),
    place: text().notNull(),
    translations: json<Record<string, { title?: string; place?: string }>>(),
    sequence: integer().notNull(),
    cancelledAt: timestamp().notNull(),
  },
  (t) => [index("cancelled_meetings_by_cohort").on(t.cohortId, t.startsAt)],
);

/** A heading over some of a course's materials. Those without one stand before the first. */
export const materialSections = table(
  "material_sections",
  {
    id: text().primaryKey(),
    courseId: text()
      .notNull()
      .references(() => courses.id),
    title: text().notNull(),
    /** What stands in other languages than that of the course, by their tags. */
    translations: json<Record<string, { title?: string }>>(),
    position: integer().notNull().default(0),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [
    index("material_sections_by_course").on(t.courseId, t.position, t.id),
    atMost("material_sections_title_length", t.title, 300),
  ],
);

/** What a student opens inside a course. */
export const materials = table(
  "materials",
  {
    id: text().primaryKey(),
    courseId: text()
      .notNull()
      .references(() => courses.id),
    kind: text(MATERIAL_KINDS).notNull(),
    title: text().notNull(),
    /** Markdown, for kind text. */
    body: text().notNull().default(""),
    url: text().notNull().default(""),
    fileId: text().references(() => files.id),
    /** Its place within its section. */
    position: integer().notNull().default(0),
    sectionId: text().references(() => materialSections.id),
    /** The day from which students see it, on the calendar of their cohort (`2027-03-03`); none is at once. */
    publishOn: text(),
    /** Instead of a day: so many days after their cohort began, or after they enrolled where it has no beginning. */
    publishAfterDays: integer(),
    /** Whether anybody may open it from the course's public page, without a place. */
    isPreview: bool().notNull().default(false),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [
    index("materials_by_course").on(t.courseId, t.position, t.id),
    index("materials_by_file").on(t.fileId),
    index("materials_by_section").on(t.sectionId),
    oneOf("materials_kind", t.kind, MATERIAL_KINDS),
    atMost("materials_title_length", t.title, 300),
    atMost("materials_body_length", t.body, 100000),
  ],
);

/**
 * What the catalogue's search reads: lower case, without accents. Kept by the write that changes the course; SQLite's FTS5
 * index and PostgreSQL's trigram index follow it (see the guards migration).
 */
export const courseSearch = table(
  "course_search",
  {
    /** A number of its own, because VACUUM may renumber a table that has none and the index points at it. */
    row: integer().primaryKey(),
    courseId: text()
      .notNull()
      .references(() => courses.id),
    title: text().notNull(),
    body: text().notNull(),
    /** What a course is sorted by where its title is given in another language, by its tag: as `sortKey` of the course. */
    sortKeys: json<Record<string, string>>(),
  },
  (t) => [uniqueIndex("course_search_course").on(t.courseId)],
);

/** Small numbers kept in the transaction that changes them, such as the catalogue's version. */
export const counters = table("counters", { name: text().primaryKey(), value: integer().notNull() });
