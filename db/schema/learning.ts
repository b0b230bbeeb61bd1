import { index, primaryKey, table, text, timestamp } from "../columns.ts";
import { users } from "./accounts.ts";
import { courses, materials } from "./courses.ts";

/** What a student says they have done. It stays when access ends, and goes with its material. */
export const materialProgress = table(
  "material_progress",
  {
    studentId: text()
      .notNull()
      .references(() => users.id),
    materialId: text()
      .notNull()
      .references(() => materials.id, { onDelete: "cascade" }),
    courseId: text()
      .notNull()
      .references(() => courses.id),
    doneAt: timestamp().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.studentId, t.materialId] }),
    index("material_progress_by_course").on(t.courseId, t.studentId),
    index("material_progress_by_material").on(t.materialId),
  ],
);

/** Where a student left off: the material of a course that they opened last. */
export const coursePositions = table(
  "course_positions",
  {
    studentId: text()
      .notNull()
      .references(() => users.id),
    courseId: text()
      .notNull()
      .references(() => courses.id),
    materialId: text()
      .notNull()
      .references(() => materials.id, { onDelete: "cascade" }),
    openedAt: timestamp().notNull(),
  },
  (t) => [primaryKey({ columns: [t.studentId, t.courseId] }), index("course_positions_by_material").on(t.materialId)],
);
