import { asc, eq, inArray } from "drizzle-orm";
import { cohortPrerequisites, cohortRules, cohorts, courses } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { selectText, selectTextLanguage } from "../courses/course-texts.ts";
import { formatLocalDay } from "../kernel/local-time.ts";

/** A course that comes before. `slug` only of one that students can find. */
export type Prerequisite = { courseId: string; title: string; language: string; slug: string | null };

/** Who may enrol in a cohort. */
export type RuleSet = {
  cohortId: string;
  /** One of them must be completed; none asks nothing. */
  prerequisites: Prerequisite[];
  ageMin: number | null;
  ageMax: number | null;
  /** The day on which the age counts, if the office has named one. */
  ageOn: string | null;
  birthRootId: string | null;
  mailDomains: string[];
  needsApproval: boolean;
  payDays: number;
  /** The day on which the age counts: the one that is named, or the first of the cohort; none where it has no beginning. */
  ageDay: string | null;
  timezone: string;
};

/** The rules of cohorts that have some, by their ids, with the texts of courses in a language. One statement. */
export async function loadRules(
  from: Reader | Tx,
  cohortIds: readonly string[],
  language?: string,
): Promise<Map<string, RuleSet>> {
  const sets = new Map<string, RuleSet>();
  if (cohortIds.length === 0) return sets;
  const rows = await from
    .select({
      rules: cohortRules,
      startsAt: cohorts.startsAt,
      timezone: cohorts.timezone,
      courseId: courses.id,
      title: selectText(courses.title, language),
      titleLanguage: selectTextLanguage(courses.title, language),
      slug: courses.slug,
      state: courses.state,
    })
    .from(cohortRules)
    .innerJoin(cohorts, eq(cohorts.id, cohortRules.cohortId))
    .leftJoin(cohortPrerequisites, eq(cohortPrerequisites.cohortId, cohortRules.cohortId))
    .leftJoin(courses, eq(courses.id, cohortPrerequisites.courseId))
    .where(inArray(cohortRules.cohortId, [...cohortIds]))
    .orderBy(asc(courses.sortKey), asc(courses.id));
  for (const { rules, startsAt, timezone, courseId, title, titleLanguage, slug, state } of rows) {
    const { updatedAt: _, ...rest } = rules;
    const set = sets.get(rules.cohortId) ?? {
      ...rest,
      ...{ prerequisites: [], timezone },
      ageDay: rest.ageOn ?? (startsAt && formatLocalDay(startsAt, timezone)),
    };
    if (courseId !== null) {
      const isFound = state === "published";
      set.prerequisites.push({ courseId, title, language: titleLanguage, slug: isFound ? slug : null });
    }
    sets.set(rules.cohortId, set);
  }
  return sets;
}

/** On which day of the calendar the age counts; of a cohort without a beginning, that of who asks. */
export const getAgeDay = ({ ageDay, timezone }: Pick<RuleSet, "ageDay" | "timezone">, now: Date): string =>
  ageDay ?? formatLocalDay(now, timezone);
