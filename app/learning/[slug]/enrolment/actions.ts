"use server";

import { z } from "zod";
import { readAnswers } from "#app/_forms/answers.ts";
import { action, plainAction } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { requireSignedIn } from "#app/_auth/signed-in.ts";
import { leaveCohort } from "#domain/checkout/leave-cohort.ts";
import { switchCohort } from "#domain/enrolments/switch-cohort.ts";
import { sendRefunds } from "#services/payments/refund.ts";
import { TypedNumber } from "#domain/kernel/parse-typed-number.ts";
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

/** What the page said comes back, in minor units. */
const Leaving = Place.extend({ refundMinor: TypedNumber(0, Number.MAX_SAFE_INTEGER) });

/** Gives the place back; what comes back by the terms is sent at once, or by a job where the provider does not answer. */
export const leaveCohortAction = plainAction(Leaving, async ({ write }, { enrolmentId, refundMinor }) => {
  const asked = await write((ctx) => leaveCohort(ctx, { enrolmentId, seenMinor: refundMinor }));
  await sendRefunds(asked);
  await redirectDone("/learning", asked.length > 0 ? "place-left-refund" : "place-left");
});

export const switchCohortAction = action(
  Place.extend({ toCohortId: z.string().max(60) }),
  async ({ write }, { slug, enrolmentId, toCohortId }) => {
    await write((ctx) => switchCohort(ctx, { enrolmentId, toCohortId }));
    await redirectDone(`/learning/${slug}/enrolment`, "place-moved");
  },
);
