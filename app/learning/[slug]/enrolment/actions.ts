"use server";

import { z } from "zod";
import { readAnswers } from "#app/_forms/answers.ts";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { requireSignedIn } from "#app/_auth/signed-in.ts";
import { isId } from "#domain/kernel/ids.ts";
import { authorize } from "#domain/policy.ts";
import { answerQuestions } from "#domain/questions/answer-questions.ts";
import { listEnrolmentQuestions } from "#domain/questions/list-questions.ts";

const Place = z.object({
  slug: z.string().max(120),
  enrolmentId: z.string().refine((text) => isId("enrolment", text)),
});

/** Answers what the school asks, or answers it otherwise. */
export const answerAction = action(Place, async (command, { slug, enrolmentId }) => {
  const viewer = requireSignedIn(command.viewer);
  const asked = await listEnrolmentQuestions(command.read, enrolmentId);
  const answers = await readAnswers(command, asked, async (ctx) =>
    authorize(ctx, "answer.give", { ownerId: viewer.userId }),
  );
  await command.write((ctx) => answerQuestions(ctx, { enrolmentId, answers }));
  await redirectDone(`/learning/${slug}/enrolment`, "answers-saved");
});
