import { and, eq, inArray, isNull } from "drizzle-orm";
import { cohortPrerequisites, cohortRules, cohorts, courses, enrolmentQuestions } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { loadCohort } from "../courses/load-course.ts";
import type { Cohort } from "../courses/machine.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { diffRow } from "../kernel/diff-row.ts";
import { assertEditVersion } from "../kernel/edit-version.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { endWaitingAgainstRules } from "./end-waiting-against-rules.ts";
import { getCohortRules, RULE_PARTS, type SavedRules } from "./get-cohort-rules.ts";
import type { CohortRuleFields } from "./inputs.ts";

/** How a date of birth is asked for, by language: where an age is asked and no question of the cohort asks for it yet. */
export type BirthPrompts = Record<string, string>;

type Input = { cohortId: string; seen?: string | undefined; birthPrompts: BirthPrompts } & CohortRuleFields;

/**
 * Says who may enrol in a cohort from now on: whoever has a place keeps it, and whoever waits
 * and does not meet them leaves the list. Where an age is asked, a question of its own asks for the date
 * of birth. Refuses a course that comes before itself, a question that does not ask everybody for a day, ages that nobody can have, a
 * cohort that was cancelled, and rules that changed since they were `seen`.
 */
export async function setCohortRules(ctx: WriteCtx, input: Input): Promise<SavedRules> {
  const { cohortId, seen, birthPrompts, ...changes } = input;
  authorize(ctx, "cohort.edit", {});
  const cohort = await loadCohort(ctx.tx, cohortId);
  const [open] = await ctx.tx
    .update(cohorts)
    .set({ updatedAt: ctx.now })
    .where(and(eq(cohorts.id, cohortId), eq(cohorts.state, "open")))
    .returning({ id: cohorts.id });
  if (!open) throw new Refusal("wrong_state");
  const before = await getCohortRules(ctx.tx, cohortId);
  const wanted = {
    ...changes,
    ...(changes.prerequisiteIds && { prerequisiteIds: [...changes.prerequisiteIds].sort() }),
  };
  const after: SavedRules = { ...before, ...dropUndefined(wanted) };
  await checkTogether(ctx, cohort, after);
  const isAgeAsked = after.ageMin !== null || after.ageMax !== null;
  // Without an age nothing is judged by the question, and the office may retire it.
  after.birthQuestionId = isAgeAsked
    ? (after.birthQuestionId ?? (await askBirthDate(ctx, cohort, birthPrompts)))
    : null;
  const difference = diffRow(before, after);
  if (!difference) return before;
  assertEditVersion({ row: before, fields: RULE_PARTS, wanted, seen });
  await storeRules(ctx, cohortId, after);
  await endWaitingAgainstRules(ctx, cohortId);
  await bumpCatalogueVersion(ctx);
  await audit(ctx, "cohort.edit", { type: "cohort", id: cohortId }, difference);
  return after;
}

const dropUndefined = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

async function checkTogether(ctx: StepCtx, cohort: Cohort, rules: SavedRules): Promise<void> {
  const refuse = (field: string, words: ReturnType<typeof message>) =>
    new Refusal("invalid_input", { fields: { [field]: words } });
  const { ageMin, ageMax, prerequisiteIds, birthQuestionId } = rules;
  if (ageMin !== null && ageMax !== null && ageMin > ageMax)
    throw refuse("ageMax", message("fields.age_max_below_min"));
  if (prerequisiteIds.includes(cohort.courseId)) {
    throw refuse("prerequisiteIds", message("fields.prerequisite_itself"));
  }
  const known = await ctx.tx
    .select({ id: courses.id })
    .from(courses)
    .where(inArray(courses.id, prerequisiteIds.length > 0 ? prerequisiteIds : [""]));
  if (known.length < prerequisiteIds.length) throw refuse("prerequisiteIds", message("fields.prerequisite_unknown"));
  if (birthQuestionId === null) return;
  const [question] = await ctx.tx
    .select()
    .from(enrolmentQuestions)
    .where(and(eq(enrolmentQuestions.rootId, birthQuestionId), isNull(enrolmentQuestions.retiredAt)));
  const isAsked =
    question?.kind === "date" &&
    question.onlyIfRootId === null &&
    question.courseId === cohort.courseId &&
    (question.cohortId === null || question.cohortId === cohort.id);
  if (!isAsked) throw refuse("birthQuestionId", message("fields.birth_question_unfit"));
}

/** A question of the cohort for the date of birth, in every language of the school. Says its root. */
async function askBirthDate(ctx: StepCtx, cohort: Cohort, prompts: BirthPrompts): Promise<string> {
  const [course] = await ctx.tx
    .select({ language: courses.language })
    .from(courses)
    .where(eq(courses.id, cohort.courseId));
  const written = course?.language ?? "en";
  const { [written]: own, ...others } = prompts;
  const prompt = own ?? Object.values(prompts)[0];
  if (prompt === undefined) {
    throw new Refusal("invalid_input", { fields: { birthQuestionId: message("fields.birth_question_needed") } });
  }
  const id = createId("question");
  await ctx.tx.insert(enrolmentQuestions).values({
    ...{ id, rootId: id, courseId: cohort.courseId, cohortId: cohort.id, kind: "date", prompt, options: [] },
    translations: Object.fromEntries(Object.entries(others).map(([tag, text]) => [tag, { prompt: text }])),
    ...{ isRequired: true, createdAt: ctx.now },
  });
  const after = { question: id, kind: "date", prompt, cohort: cohort.id };
  await audit(ctx, "question.edit", { type: "course", id: cohort.courseId }, { after });
  return id;
}

async function storeRules(ctx: StepCtx, cohortId: string, rules: SavedRules): Promise<void> {
  const { prerequisiteIds, birthQuestionId, ...fields } = rules;
  await ctx.tx.delete(cohortPrerequisites).where(eq(cohortPrerequisites.cohortId, cohortId));
  const asksNothing =
    prerequisiteIds.length === 0 &&
    rules.ageMin === null &&
    rules.ageMax === null &&
    rules.mailDomains.length === 0 &&
    !rules.needsApproval;
  if (asksNothing) {
    await ctx.tx.delete(cohortRules).where(eq(cohortRules.cohortId, cohortId));
    return;
  }
  const row = { ...fields, birthRootId: birthQuestionId, updatedAt: ctx.now };
  await ctx.tx
    .insert(cohortRules)
    .values({ cohortId, ...row })
    .onConflictDoUpdate({ target: cohortRules.cohortId, set: row });
  if (prerequisiteIds.length === 0) return;
  await ctx.tx.insert(cohortPrerequisites).values(prerequisiteIds.map((courseId) => ({ cohortId, courseId })));
}
