import { and, desc, eq, inArray } from "drizzle-orm";
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
  const [person] = await from
    .select({ email: users.email, verifiedAt: users.verifiedAt })
    .from(users)
    .where(eq(users.id, studentId));
  if (!person) return undefined;
  const asked = rules.prerequisites.map(({ courseId }) => courseId);
  const completed =
    asked.length === 0
      ? []
      : await from
          .select({ courseId: enrolments.courseId })
          .from(enrolments)
          .where(
            and(
              eq(enrolments.studentId, studentId),
              eq(enrolments.state, "completed"),
              inArray(enrolments.courseId, asked),
            ),
          );
  return {
    email: person.email,
    isConfirmed: person.verifiedAt !== null,
    completed: new Set(completed.map(({ courseId }) => courseId)),
    bornOn: await loadBirth(from, studentId, rules),
  };
}

async function loadBirth(from: Reader | Tx, studentId: string, rules: RuleSet): Promise<string | undefined> {
  if (!hasAgeRule(rules) || rules.birthRootId === null) return undefined;
  const [answer] = await from
    .select({ value: enrolmentAnswers.value })
    .from(enrolmentAnswers)
    .innerJoin(enrolments, eq(enrolments.id, enrolmentAnswers.enrolmentId))
    .innerJoin(enrolmentQuestions, eq(enrolmentQuestions.id, enrolmentAnswers.questionId))
    .where(
      and(
        eq(enrolments.studentId, studentId),
        eq(enrolmentQuestions.rootId, rules.birthRootId),
        eq(enrolmentQuestions.kind, "date"),
      ),
    )
    .orderBy(desc(enrolmentAnswers.answeredAt))
    .limit(1);
  return answer?.value;
}
