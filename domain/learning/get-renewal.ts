import { and, count, countDistinct, desc, eq, inArray, isNotNull } from "drizzle-orm";
import { accessEvents, cohorts, courses, enrolments, materials } from "#db/schema/index.ts";
import { getRenewalOffer, type RenewalOffer } from "../access/get-renewal-offer.ts";
import { type ExplainedAccess, loadAccess } from "../access/load-access.ts";
import { localizeCourse, selectText } from "../courses/course-texts.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/** What a student has or had of a course, and how they get it for longer. */
export type RenewalView = {
  courseId: string;
  slug: string;
  title: string;
  titleLanguage: string;
  /** The cohorts in which they have had a place. */
  cohorts: string[];
  access: ExplainedAccess;
  /** None for a course that was given to them without a place. */
  offer: RenewalOffer | null;
  /** How many of the materials they have opened; it is kept. */
  opened: number;
  materials: number;
};

/** For whoever has or had access to the course, by its address; undefined for everybody else. */
export async function getRenewal(ctx: ReadCtx, slug: string): Promise<RenewalView | undefined> {
  const { read, actor } = ctx;
  if (actor.type !== "user" || slug.length > 120) return undefined;
  const [found] = await read.select().from(courses).where(eq(courses.slug, slug));
  if (!found) return undefined;
  authorize(ctx, "access.read", { ownerId: actor.id });
  const course = localizeCourse(found, ctx.language);
  const of = { studentId: actor.id, courseId: course.id };
  const [access] = await loadAccess(ctx, of);
  if (!access) return undefined;
  const places = await read
    .select({ id: enrolments.id, state: enrolments.state, cohort: selectText(cohorts.name, ctx.language) })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(
      and(
        eq(enrolments.studentId, actor.id),
        eq(enrolments.courseId, course.id),
        inArray(enrolments.state, ["active", "suspended", "completed"]),
      ),
    )
    .orderBy(desc(enrolments.createdAt), desc(enrolments.id));
  const [latest] = places;
  return {
    ...{ courseId: course.id, slug: course.slug, title: course.title, titleLanguage: course.textLanguages.title },
    cohorts: [...new Set(places.map(({ cohort }) => cohort))],
    access,
    offer: (latest && (await getRenewalOffer(read, ctx.now, latest.id))) ?? null,
    ...(await countOpened(ctx, of)),
  };
}

async function countOpened({ read }: ReadCtx, { studentId, courseId }: { studentId: string; courseId: string }) {
  const [all] = await read.select({ rows: count() }).from(materials).where(eq(materials.courseId, courseId));
  const [seen] = await read
    .select({ rows: countDistinct(accessEvents.materialId) })
    .from(accessEvents)
    .innerJoin(materials, eq(materials.id, accessEvents.materialId))
    .where(
      and(
        eq(accessEvents.studentId, studentId),
        eq(accessEvents.courseId, courseId),
        isNotNull(accessEvents.materialId),
      ),
    );
  return { materials: all?.rows ?? 0, opened: seen?.rows ?? 0 };
}
