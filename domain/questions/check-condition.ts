import { and, eq, isNull } from "drizzle-orm";
import { enrolmentQuestions } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Question } from "./inputs.ts";

type Conditional = Pick<Question, "courseId" | "cohortId" | "onlyIfAnswer"> & {
  rootId?: string;
  onlyIfQuestionId: string | null;
};

/**
 * The question that another one depends on; undefined where it depends on none. Refuses one that is not asked of everybody who is asked
 * the other, one without choices, an answer that it does not have, and a circle.
 */
export async function checkCondition(ctx: StepCtx, question: Conditional): Promise<Question | undefined> {
  const { courseId, cohortId, onlyIfQuestionId, onlyIfAnswer, rootId } = question;
  if (onlyIfQuestionId === null) return undefined;
  const live = await ctx.tx
    .select()
    .from(enrolmentQuestions)
    .where(and(eq(enrolmentQuestions.courseId, courseId), isNull(enrolmentQuestions.retiredAt)));
  const parent = live.find(({ id }) => id === onlyIfQuestionId);
  if (!parent || (parent.cohortId !== null && parent.cohortId !== cohortId)) {
    throw new Refusal("invalid_input", { fields: { onlyIfQuestionId: message("fields.only_if_unknown") } });
  }
  if (!listPossibleAnswers(parent).includes(onlyIfAnswer ?? "")) {
    throw new Refusal("invalid_input", { fields: { onlyIfAnswer: message("fields.only_if_no_answer") } });
  }
  for (let at: Question | undefined = parent, steps = 0; at && steps <= live.length; steps += 1) {
    if (at.rootId === rootId) {
      throw new Refusal("invalid_input", { fields: { onlyIfQuestionId: message("fields.only_if_circle") } });
    }
    const next: string | null = at.onlyIfRootId;
    at = live.find((each) => each.rootId === next);
  }
  return parent;
}

/** The answers that another question can depend on; none for what is typed freely. */
export function listPossibleAnswers({ kind, options }: Pick<Question, "kind" | "options">): readonly string[] {
  if (kind === "choice") return options;
  return kind === "checkbox" || kind === "consent" ? ["yes", "no"] : [];
}
