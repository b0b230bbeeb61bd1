import { asc, eq } from "drizzle-orm";
import { cohortPrerequisites, cohortRules } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { PAY_DAYS_USUAL } from "./inputs.ts";

/** The rules of a cohort as the office sets them. */
export type SavedRules = {
  prerequisiteIds: string[];
  ageMin: number | null;
  ageMax: number | null;
  ageOn: string | null;
  /** The question that asks for the date of birth, by its root. */
  birthQuestionId: string | null;
  mailDomains: string[];
  needsApproval: boolean;
  payDays: number;
};

const NOTHING_ASKED: SavedRules = {
  ...{ prerequisiteIds: [], ageMin: null, ageMax: null, ageOn: null, birthQuestionId: null },
  ...{ mailDomains: [], needsApproval: false, payDays: PAY_DAYS_USUAL },
};

export const RULE_PARTS = Object.keys(NOTHING_ASKED);

/** What the office has set; nothing of a cohort without rules. Whoever may see the cohort may see them: they stand on its page. */
export async function getCohortRules(from: Reader | Tx, cohortId: string): Promise<SavedRules> {
  const [row] = await from.select().from(cohortRules).where(eq(cohortRules.cohortId, cohortId));
  if (!row) return NOTHING_ASKED;
  const { cohortId: _, birthRootId, updatedAt: _at, ...fields } = row;
  const before = await from
    .select({ courseId: cohortPrerequisites.courseId })
    .from(cohortPrerequisites)
    .where(eq(cohortPrerequisites.cohortId, cohortId))
    .orderBy(asc(cohortPrerequisites.courseId));
  return { ...fields, birthQuestionId: birthRootId, prerequisiteIds: before.map(({ courseId }) => courseId) };
}
