import { and, asc, eq, inArray } from "drizzle-orm";
import { enrolmentAnswers, enrolmentQuestions, enrolments, users } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { hasAgeRule, type PersonFacts } from "./judge-rules.ts";
import type { RuleSet } from "./load-rules.ts";

/**
 * What the rules of a cohort ask about a person. Their date of birth is what they answered last to the question that asks for it, in
 * whatever enrolment: who moves to another cohort is not asked again. Undefined for nobody.
 */
export async function loadPersonFacts(
  from: Reader | Tx,
  studentId: string,
  rules: RuleSet,
): Promise<PersonFacts | undefined> {
  return (await loadFactsForRules(from, studentId, [rules]))?.(rules);
}

/** The same for the rules of several cohorts, in as many statements as for those of one. */
export async function loadFactsForRules(
  from: Reader | Tx,
  studentId: string,
  sets: readonly RuleSet[],
): Promise<((rules: RuleSet) => PersonFacts) | undefined> {
  const [person] = await from
    .select({ email: users.email, verifiedAt: users.verifiedAt })
    .from(users)
    .where(eq(users.id, studentId));
  if (!person) return undefined;
  const completed = await loadCompleted(from, studentId, sets);
  const births = await loadBirths(from, studentId, sets);
  const { email, verifiedAt } = person;
  return (rules) => ({
    ...{ email, isConfirmed: verifiedAt !== null, completed },
    bornOn: hasAgeRule(rules) && rules.birthRootId !== null ? births.get(rules.birthRootId) : undefined,
  });
}

async function loadCompleted(from: Reader | Tx, studentId: string, sets: readonly RuleSet[]): Promise<Set<string>> {
  const asked = sets.flatMap(({ prerequisites }) => prerequisites.map(({ courseId }) => courseId));
  if (asked.length === 0) return new Set();
  const rows = await from
    .select({ courseId: enrolments.courseId })
    .from(enrolments)
    .where(
      and(eq(enrolments.studentId, studentId), eq(enrolments.state, "completed"), inArray(enrolments.courseId, asked)),
    );
  return new Set(rows.map(({ courseId }) => courseId));
}

/** What they answered last, by the root of the question. */
async function loadBirths(
  from: Reader | Tx,
  studentId: string,
  sets: readonly RuleSet[],
): Promise<Map<string, string>> {
  const roots = sets.flatMap((rules) => (hasAgeRule(rules) ? (rules.birthRootId ?? []) : []));
  if (roots.length === 0) return new Map();
  const rows = await from
    .select({ rootId: enrolmentQuestions.rootId, value: enrolmentAnswers.value })
    .from(enrolmentAnswers)
    .innerJoin(enrolments, eq(enrolments.id, enrolmentAnswers.enrolmentId))
    .innerJoin(enrolmentQuestions, eq(enrolmentQuestions.id, enrolmentAnswers.questionId))
    .where(
      and(
        eq(enrolments.studentId, studentId),
        inArray(enrolmentQuestions.rootId, roots),
        eq(enrolmentQuestions.kind, "date"),
      ),
    )
    .orderBy(asc(enrolmentAnswers.answeredAt));
  return new Map(rows.map(({ rootId, value }) => [rootId, value]));
}
