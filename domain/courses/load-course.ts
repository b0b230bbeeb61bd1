import { eq } from "drizzle-orm";
import { cohorts, courseStaff, courses, materials, materialSections } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Resource } from "../policy.ts";
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

/** Who teaches a course, as the policy wants to know it; undefined when there is no such course. */
export async function findCourseResource(ctx: ReadCtx, courseId: string): Promise<Resource | undefined> {
  const [found] = await ctx.read.select({ id: courses.id }).from(courses).where(eq(courses.id, courseId));
  return found && { teacherIds: (await loadCourse(ctx.read, courseId)).teacherIds };
}

/** Refuses when there is no such cohort. */
export async function loadCohort(from: Reader | Tx, cohortId: string): Promise<Cohort> {
  const [cohort] = await from.select().from(cohorts).where(eq(cohorts.id, cohortId));
  if (!cohort) throw new Refusal("not_found");
  return cohort;
}

/** In which language a cohort is written: that of its course. */
export async function getCohortLanguage(from: Reader | Tx, cohortId: string): Promise<string> {
  const [course] = await from
    .select({ language: courses.language })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(cohorts.id, cohortId));
  if (!course) throw new Refusal("not_found");
  return course.language;
}

export type Material = typeof materials.$inferSelect;

export type MaterialSection = typeof materialSections.$inferSelect;

/** Refuses when there is no such section. */
export async function loadSection(tx: Tx, sectionId: string): Promise<MaterialSection> {
  const [section] = await tx.select().from(materialSections).where(eq(materialSections.id, sectionId));
  if (!section) throw new Refusal("not_found");
  return section;
}

/** Refuses when there is no such material. */
export async function loadMaterial(tx: Tx, materialId: string): Promise<Material> {
  const [material] = await tx.select().from(materials).where(eq(materials.id, materialId));
  if (!material) throw new Refusal("not_found");
  return material;
}
