import { z } from "zod";
import {
  ACCESS_STEPS,
  COHORT_STATES,
  COURSE_LEVELS,
  COURSE_STATES,
  ENROLMENT_STATES,
  GRANT_REASONS,
  MATERIAL_KINDS,
  RENEWAL_WAYS,
  TICKET_ABOUT,
  TICKET_PRIORITIES,
  TICKET_STATES,
  WAITING_STATES,
} from "#db/enums.ts";
import { SEAT_STATES } from "../courses/seat-state.ts";
import { PaymentPlan } from "./instalment-shapes.ts";
import { Amount, Id, Moment } from "./parts.ts";

/**
 * What the API says of each thing. Strict, so that a test which reads an answer with its shape finds a byte that was not
 * meant to be told; the docs are made from the same.
 */

const createTranslations = <Texts extends z.ZodRawShape>(texts: Texts) =>
  z.record(z.string(), z.object(texts).partial()).meta({
    description: "The same texts in other languages, by their tags. What is left out is shown as it was written.",
  });

export const Course = z
  .strictObject({
    id: Id("crs"),
    slug: z.string().meta({ description: "Its address: /courses/{slug}." }),
    title: z.string(),
    summary: z.string(),
    description: z.string().meta({ description: "Markdown." }),
    subject: z.string(),
    level: z.enum(COURSE_LEVELS),
    language: z.string().meta({ description: "BCP 47." }),
    translations: createTranslations({ title: z.string(), summary: z.string(), description: z.string() }),
    state: z.enum(COURSE_STATES),
    imageFileId: z.string().nullable(),
    taxKind: z.string().meta({ description: "Of which of the school's tax rates it is; empty is the usual one." }),
    publishedAt: Moment.nullable(),
    createdAt: Moment,
    updatedAt: Moment,
  })
  .meta({ id: "Course" });
export type CourseView = z.output<typeof Course>;

export const Cohort = z
  .strictObject({
    id: Id("coh"),
    courseId: Id("crs"),
    name: z.string(),
    state: z.enum(COHORT_STATES),
    seats: z.enum(SEAT_STATES).meta({ description: "How it stands for somebody who would like a seat." }),
    seatsLeft: z.int().nullable().meta({ description: "Null when there is no limit." }),
    capacity: z.int().nullable(),
    price: Amount.meta({ description: "Tax and all." }),
    netPrice: Amount.nullable().meta({ description: "As it was given without tax; null where it was given with it." }),
    startsAt: Moment.nullable(),
    endsAt: Moment.nullable(),
    timezone: z.string().meta({ description: "IANA name." }),
    place: z.string(),
    translations: createTranslations({ name: z.string(), place: z.string() }),
    opensAt: Moment.nullable(),
    closesAt: Moment.nullable(),
    accessDays: z
      .int()
      .nullable()
      .meta({ description: "Days of access; null means for good, or until `accessUntil`." }),
    accessUntil: z.string().nullable().meta({
      description: "The last day of access in the cohort's timezone (`2027-03-03`), instead of a number of days.",
    }),
    renewal: z.enum(RENEWAL_WAYS).meta({
      description: "Whether a student can renew their access: not at all, by asking the office, or in one click.",
    }),
    renewalDays: z.int().nullable().meta({ description: "For how many days each renewal opens the course again." }),
    renewalPrice: Amount.meta({ description: "What a renewal in one click costs; 0 is free." }),
    renewalsMax: z.int().nullable().meta({ description: "How often a student may renew; null means any number." }),
    waitingList: z.boolean(),
    paymentPlan: PaymentPlan,
    completionMaterialsPercent: z.int().nullable().meta({
      description: "How many percent of the materials complete an enrolment by itself; null is not asked.",
    }),
    completionAttendancePercent: z.int().nullable().meta({
      description: "And how many percent of the meetings. With neither, only a person completes an enrolment.",
    }),
    cancelDays: z.int().nullable().meta({
      description:
        "Until how many days before its beginning a student cancels what they paid for; null asks the office.",
    }),
    cancelPercent: z.int().meta({ description: "What share of what was paid comes back then." }),
    cancelFee: Amount.meta({ description: "What is kept of that share." }),
    moveDays: z.int().nullable().meta({
      description: "Until how many days before its beginning a student moves by themselves; null asks the office.",
    }),
    studentsMin: z.int().nullable().meta({ description: "With fewer it may not take place; null always does." }),
    confirmBy: Moment.nullable().meta({ description: "When the school decides whether it takes place." }),
    confirmedAt: Moment.nullable().meta({ description: "When the school said that it does." }),
    createdAt: Moment,
    updatedAt: Moment,
  })
  .meta({ id: "Cohort" });
export type CohortView = z.output<typeof Cohort>;

/** As whoever sets its price and dates is answered. */
export const SavedCohort = Cohort.extend({
  warnings: z.array(z.string()).meta({
    description:
      "What speaks against what was saved, in sentences: what the school's payment services have against the price, and meetings before the cohort begins or after it ends. Empty when nothing does.",
  }),
}).meta({ id: "SavedCohort" });
export type SavedCohortView = z.output<typeof SavedCohort>;

export const Meeting = z
  .strictObject({
    id: Id("mtg"),
    cohortId: Id("coh"),
    title: z.string(),
    note: z.string(),
    startsAt: Moment,
    endsAt: Moment,
    place: z.string(),
    translations: createTranslations({ title: z.string(), note: z.string(), place: z.string() }),
    link: z.string().meta({ description: "Where it is met online; empty when it is not." }),
  })
  .meta({ id: "Meeting" });
export type MeetingView = z.output<typeof Meeting>;

/** As whoever sets its hours is answered. */
export const SavedMeeting = Meeting.extend({
  warnings: z.array(z.string()).meta({
    description:
      "What speaks against its day, in sentences: it is before the cohort begins, or after it ends. Empty when nothing does.",
  }),
}).meta({ id: "SavedMeeting" });
export type SavedMeetingView = z.output<typeof SavedMeeting>;

const KeptFile = { fileId: Id("fil"), name: z.string(), mediaType: z.string(), sizeBytes: z.int() };

export const Material = z
  .strictObject({
    id: Id("mat"),
    courseId: Id("crs"),
    kind: z.enum(MATERIAL_KINDS),
    title: z.string(),
    url: z.string().meta({ description: "Where a link leads." }),
    file: z.strictObject(KeptFile).nullable(),
    sectionId: Id("sec").nullable().meta({ description: "Under which section it stands; null is before the first." }),
    publishOn: z.string().nullable().meta({
      description: "The day from which students see it, on the calendar of their cohort: `2027-03-03`.",
    }),
    publishAfterDays: z.int().nullable().meta({
      description:
        "Instead of a day: how many days after their cohort began, or after they enrolled where it has no beginning.",
    }),
    isPreview: z.boolean().meta({ description: "Whether anybody may open it from the course's public page." }),
    createdAt: Moment,
    updatedAt: Moment,
  })
  .meta({ id: "Material" });
export type MaterialView = z.output<typeof Material>;

export const WholeMaterial = z
  .strictObject({ ...Material.shape, body: z.string().meta({ description: "Markdown, for a text." }) })
  .meta({ id: "WholeMaterial" });
export type WholeMaterialView = z.output<typeof WholeMaterial>;

export const MaterialSection = z
  .strictObject({
    id: Id("sec"),
    courseId: Id("crs"),
    title: z.string(),
    translations: z.record(z.string(), z.strictObject({ title: z.string().optional() })).meta({
      description: "The title in other languages than that of the course, by their tags.",
    }),
    createdAt: Moment,
    updatedAt: Moment,
  })
  .meta({ id: "MaterialSection" });
export type MaterialSectionView = z.output<typeof MaterialSection>;

const Asked = z.int().nullable().meta({ description: "What the cohort asks, in percent; null is not asked." });

export const EnrolmentProgress = z
  .strictObject({
    enrolmentId: Id("enr"),
    studentId: Id("usr"),
    courseId: Id("crs"),
    cohortId: Id("coh"),
    state: z.enum(ENROLMENT_STATES),
    materials: z.strictObject({ done: z.int(), total: z.int(), percent: z.int(), asked: Asked }),
    meetings: z.strictObject({ attended: z.int(), total: z.int(), percent: z.int(), asked: Asked }),
    reached: z.boolean().meta({ description: "Whether what the cohort asks is reached; false where it asks nothing." }),
    items: z
      .array(z.strictObject({ materialId: Id("mat"), doneAt: Moment }))
      .meta({ description: "The materials that are done, in the order in which they were marked." }),
  })
  .meta({ id: "EnrolmentProgress" });
export type EnrolmentProgressView = z.output<typeof EnrolmentProgress>;

export const Teacher = z
  .strictObject({
    userId: Id("usr"),
    name: z.string(),
    about: z.string().meta({ description: "A line about the person, shown on the course's page." }),
  })
  .meta({ id: "Teacher" });
export type TeacherView = z.output<typeof Teacher>;

export const CourseAccess = z
  .strictObject({
    courseId: Id("crs"),
    studentId: Id("usr"),
    state: z.enum(["open", "suspended", "later", "ended", "none"]).meta({
      description:
        "How the course stands for the student: the union of what they were given. `suspended`: their enrolment is; `none`: all of it was taken back.",
    }),
    startsAt: Moment.nullable(),
    endsAt: Moment.nullable().meta({ description: "Null when it is open for good." }),
    grants: z.array(
      z.strictObject({
        id: Id("grt"),
        enrolmentId: Id("enr").nullable(),
        why: z.enum(GRANT_REASONS),
        step: z.enum(ACCESS_STEPS).nullable().meta({ description: "What the office did to access that was there." }),
        startsAt: Moment,
        endsAt: Moment.nullable(),
        revokedAt: Moment.nullable(),
        createdAt: Moment,
      }),
    ),
  })
  .meta({ id: "CourseAccess" });
export type CourseAccessView = z.output<typeof CourseAccess>;

export const Student = z
  .strictObject({
    id: Id("usr"),
    name: z.string(),
    email: z.string(),
    language: z.string().nullable().meta({
      description:
        "The language that the person has chosen for pages and mails, such as `de`. Null when they chose none: mails come in the school's own.",
    }),
    timezone: z.string(),
    verified: z.boolean().meta({ description: "Whether the address was proved." }),
    disabled: z.boolean(),
    officeNote: z.string().nullable().optional().meta({
      description: "What the office notes for itself. Only those of the office get it, never the student.",
    }),
    createdAt: Moment,
  })
  .meta({ id: "Student" });
export type StudentView = z.output<typeof Student>;

export const Enrolment = z
  .strictObject({
    id: Id("enr"),
    studentId: Id("usr"),
    cohortId: Id("coh"),
    courseId: Id("crs"),
    orderId: Id("ord").nullable().meta({ description: "Null for a place that the school gave by hand." }),
    state: z.enum(ENROLMENT_STATES),
    createdAt: Moment,
    activatedAt: Moment.nullable(),
    endedAt: Moment.nullable(),
    completionDoubtedAt: Moment.nullable().optional().meta({
      description:
        "Since when the rule that completed it would not do so any more, because a mark was corrected. Left out where that is not so.",
    }),
  })
  .meta({ id: "Enrolment" });
export type EnrolmentView = z.output<typeof Enrolment>;

export const SwitchedEnrolment = z
  .strictObject({
    ...Enrolment.shape,
    differenceOrderId: Id("ord").nullable().meta({
      description: "What is paid before the enrolment is moved; null when it is in its new cohort.",
    }),
  })
  .meta({ id: "SwitchedEnrolment" });

export const WaitingEntry = z
  .strictObject({
    id: Id("wtg"),
    cohortId: Id("coh"),
    studentId: Id("usr"),
    state: z.enum(WAITING_STATES),
    since: Moment,
    offerExpiresAt: Moment.nullable().meta({ description: "Until when the offered seat is kept." }),
    decidedAt: Moment.nullable(),
  })
  .meta({ id: "WaitingEntry" });
export type WaitingEntryView = z.output<typeof WaitingEntry>;

export const Ticket = z
  .strictObject({
    id: Id("tkt"),
    code: z.string(),
    subject: z.string(),
    state: z.enum(TICKET_STATES),
    priority: z.enum(TICKET_PRIORITIES).nullable().meta({ description: "The team's own business: null for others." }),
    requesterId: Id("usr"),
    assigneeId: Id("usr").nullable(),
    about: z.strictObject({ type: z.enum(TICKET_ABOUT), id: z.string() }).nullable(),
    mergedIntoId: Id("tkt").nullable().meta({ description: "The ticket that goes on in this one's place." }),
    createdAt: Moment,
    updatedAt: Moment,
    resolvedAt: Moment.nullable(),
  })
  .meta({ id: "Ticket" });
export type TicketView = z.output<typeof Ticket>;

const Attachment = z.strictObject(KeptFile).meta({ id: "Attachment" });

export const Message = z
  .strictObject({
    id: Id("msg"),
    ticketId: Id("tkt"),
    kind: z.enum(["public", "note"]),
    authorId: Id("usr").nullable(),
    body: z.string().meta({ description: "Markdown." }),
    attachments: z.array(Attachment),
    createdAt: Moment,
  })
  .meta({ id: "Message" });
export type MessageView = z.output<typeof Message>;
