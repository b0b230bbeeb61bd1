import { listChosenFiles, type Upload } from "#domain/files/uploads.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import type { GivenAnswer, Question } from "#domain/questions/inputs.ts";
import { getQuestionField } from "#domain/questions/load-questions.ts";
import { storeAttachments } from "#services/files/store-attachments.ts";
import type { Command } from "./action.ts";

/**
 * What a form answers to the questions that are asked; its files are stored before the verb decides. `mayAnswer` refuses whoever may not,
 * and a file is taken for no other field than that of a question which asks for one.
 */
export async function readAnswers(
  { actor, requestId, address, form }: Command,
  questions: readonly Pick<Question, "id" | "kind">[],
  mayAnswer: (ctx: ReadCtx) => Promise<void>,
): Promise<GivenAnswer[]> {
  const files: { questionId: string; upload: Upload }[] = [];
  const answers = questions.map(({ id: questionId, kind }): GivenAnswer => {
    const sent = form.getAll(getQuestionField(questionId));
    if (kind === "file") {
      const [upload] = listChosenFiles(sent);
      if (upload) files.push({ questionId, upload });
      return { questionId, value: "" };
    }
    const typed = sent.findLast((value) => typeof value === "string");
    return { questionId, value: typeof typed === "string" ? typed.replaceAll("\0", "") : "" };
  });
  const stored = await storeAttachments(
    { actor, requestId, address },
    files.map(({ upload }) => upload),
    { mayWrite: mayAnswer, fieldOf: (place) => getQuestionField(files[place]?.questionId ?? "") },
  );
  return answers.map((answer) => {
    const file = stored[files.findIndex(({ questionId }) => questionId === answer.questionId)];
    return file ? { ...answer, file } : answer;
  });
}
