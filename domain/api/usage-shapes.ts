import { z } from "zod";
import { ENROLMENT_STATES, MATERIAL_KINDS } from "#db/enums.ts";
import { Id, Moment } from "./parts.ts";

const Openings = z.int().meta({ description: "How often it was opened." });
const FirstAt = Moment.nullable().meta({ description: "When it was opened first; null for never." });
const LastAt = Moment.nullable().meta({ description: "When it was opened last; null for never." });

const UsageDays = z
  .array(
    z.strictObject({
      day: z.iso.date().meta({ description: "Of the school's calendar." }),
      openings: Openings,
      students: z.int().meta({ description: "How many different people opened each course." }),
    }),
  )
  .meta({ description: "The oldest first, today included." });

export const SchoolUsage = z
  .strictObject({
    days: UsageDays,
    courses: z.array(
      z.strictObject({
        courseId: Id("crs"),
        title: z.string(),
        language: z.string(),
        openings: Openings,
        visits: z
          .int()
          .meta({ description: "Students, summed over the days: who came on three days counts three times." }),
        days: z.int().meta({ description: "On how many days it was opened." }),
      }),
    ),
  })
  .meta({ id: "SchoolUsage" });

export const CohortRetention = z
  .strictObject({
    cohortId: Id("coh"),
    cohort: z.string(),
    courseId: Id("crs"),
    title: z.string(),
    language: z.string(),
    startsAt: Moment,
    students: z.int().meta({ description: "Who has a place." }),
    weeks: z.array(
      z.strictObject({
        week: z.int().meta({ description: "After the start; 1 is the week of the start." }),
        students: z
          .int()
          .nullable()
          .meta({ description: "How many opened the course in it; null while it is not over." }),
      }),
    ),
  })
  .meta({ id: "CohortRetention" });

export const CourseUsage = z
  .strictObject({
    days: UsageDays,
    activeIn7Days: z.int(),
    activeIn30Days: z.int(),
    enrolled: z.int(),
    completed: z.int(),
    neverOpened: z.int().meta({ description: "Who may open the course and never has." }),
    materials: z.array(
      z.strictObject({
        id: Id("mat"),
        title: z.string(),
        kind: z.enum(MATERIAL_KINDS),
        createdAt: Moment,
        openings: Openings,
        students: z.int().meta({ description: "How many different people." }),
        firstAt: FirstAt,
        lastAt: LastAt,
      }),
    ),
  })
  .meta({ id: "CourseUsage" });

export const CourseStudent = z
  .strictObject({
    id: Id("enr").meta({ description: "The enrolment." }),
    studentId: Id("usr"),
    name: z.string(),
    cohortId: Id("coh"),
    cohortName: z.string(),
    state: z.enum(ENROLMENT_STATES),
    createdAt: Moment,
    openings: Openings,
    days: z.int().meta({ description: "On how many days." }),
    firstAt: FirstAt,
    lastAt: LastAt,
  })
  .meta({ id: "CourseStudent" });

export const Opening = z
  .strictObject({
    id: Id("acc"),
    at: Moment,
    courseId: Id("crs"),
    courseTitle: z.string(),
    courseLanguage: z.string(),
    materialId: Id("mat").nullable().meta({ description: "Null for the course itself." }),
    materialTitle: z.string().nullable(),
  })
  .meta({ id: "Opening" });
