import { sql } from "drizzle-orm";
import { byteText, check, index, integer, primaryKey, table, text, timestamp } from "../columns.ts";
import { users } from "./accounts.ts";
import { courses, materials } from "./courses.ts";

/**
 * What students opened, counted up from `access_events` by domain/usage/count-openings.ts. The single events are purged after some
 * months; what is counted here stays. Days are those of the school's calendar, such as `2027-03-28`. What belongs to a material goes
 * with it.
 */
export const usageDays = table(
  "usage_days",
  {
    courseId: text()
      .notNull()
      .references(() => courses.id),
    day: byteText().notNull(),
    openings: integer().notNull(),
    /** How many different people. */
    students: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.courseId, t.day] }),
    index("usage_days_by_day").on(t.day),
    check("usage_days_counts", sql`${t.students} >= 0 and ${t.openings} >= ${t.students}`),
  ],
);

export const usageStudentDays = table(
  "usage_student_days",
  {
    studentId: text()
      .notNull()
      .references(() => users.id),
    courseId: text()
      .notNull()
      .references(() => courses.id),
    day: byteText().notNull(),
    openings: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.studentId, t.courseId, t.day] }),
    index("usage_student_days_by_day").on(t.courseId, t.day),
    check("usage_student_days_openings", sql`${t.openings} > 0`),
  ],
);

/** A student's use of a course over all days. */
export const usageStudents = table(
  "usage_students",
  {
    courseId: text()
      .notNull()
      .references(() => courses.id),
    studentId: text()
      .notNull()
      .references(() => users.id),
    openings: integer().notNull(),
    /** On how many days. */
    days: integer().notNull(),
    firstAt: timestamp().notNull(),
    lastAt: timestamp().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.courseId, t.studentId] }),
    index("usage_students_by_last").on(t.courseId, t.lastAt),
    index("usage_students_by_student").on(t.studentId),
    check("usage_students_counts", sql`${t.days} >= 0 and ${t.openings} >= ${t.days}`),
  ],
);

export const usageMaterials = table(
  "usage_materials",
  {
    materialId: text()
      .primaryKey()
      .references(() => materials.id, { onDelete: "cascade" }),
    openings: integer().notNull(),
    students: integer().notNull(),
    firstAt: timestamp().notNull(),
    lastAt: timestamp().notNull(),
  },
  (t) => [check("usage_materials_counts", sql`${t.students} >= 0 and ${t.openings} >= ${t.students}`)],
);

export const usageMaterialStudents = table(
  "usage_material_students",
  {
    studentId: text()
      .notNull()
      .references(() => users.id),
    materialId: text()
      .notNull()
      .references(() => materials.id, { onDelete: "cascade" }),
    openings: integer().notNull(),
    firstAt: timestamp().notNull(),
    lastAt: timestamp().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.studentId, t.materialId] }),
    index("usage_material_students_by_material").on(t.materialId),
    check("usage_material_students_openings", sql`${t.openings} > 0`),
  ],
);
