import { eq } from "drizzle-orm";
import { cohorts, courseStaff, courses, materials } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Cohort, Course } from "./machine.ts";

/** A course with the people who teach it, as the policy wants to know them. */
export type LoadedCourse = { course: Course; teacherIds: string[] };

/** Refuses when there is no such course. */
export async function loadCourse(from: Reader | Tx, courseId: string): Promise<LoadedCourse> {
  const [course] = await from.select().from(courses).where(eq(courses.id, courseId));
  if (!course) throw new Refusal("not_found");
  const staff = await from
    .select({ userId: courseStaff.userId })
    .from(courseStaff)
    .where(eq(courseStaff.courseId, courseId))
    .orderBy(courseStaff.position, courseStaff.userId);
  return { course, teacherIds: staff.map(({ userId }) => userId) };
}

/** Refuses when there is no such cohort. */
export async function loadCohort(tx: Tx, cohortId: string): Promise<Cohort> {
  const [cohort] = await tx.select().from(cohorts).where(eq(cohorts.id, cohortId));
  if (!cohort) throw new Refusal("not_found");
  return cohort;
}

export type Material = typeof materials.$inferSelect;

/** Refuses when there is no such material. */
export async function loadMaterial(tx: Tx, materialId: string): Promise<Material> {
  const [material] = await tx.select().from(materials).where(eq(materials.id, materialId));
  if (!material) throw new Refusal("not_found");
  return material;
}
