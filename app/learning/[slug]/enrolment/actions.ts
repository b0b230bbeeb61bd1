"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { readAnswers } from "#app/_forms/answers.ts";
import { action, plainAction } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { requireSignedIn } from "#app/_auth/signed-in.ts";
import { leaveCohort } from "#domain/checkout/leave-cohort.ts";
import { switchCohort } from "#domain/checkout/switch-cohort.ts";
import { sendRefunds } from "#services/payments/refund.ts";
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

/** What the page said comes back, or, below nothing, what is owed still, in minor units. */
const Leaving = Place.extend({
  refundMinor: z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
});

/** Gives the place back; what comes back by the terms is sent at once, or by a job where the provider does not answer. */
export const leaveCohortAction = plainAction(Leaving, async ({ write }, { enrolmentId, refundMinor }) => {
  const asked = await write((ctx) => leaveCohort(ctx, { enrolmentId, seenMinor: refundMinor }));
  await sendRefunds(asked);
  await redirectDone(
    "/learning",
    refundMinor < 0 ? "place-left-fee" : asked.length > 0 ? "place-left-refund" : "place-left",
  );
});

/** To which cohort, and what the page said that it costs, in minor units: `coh_…:-5000`. Nothing chosen is no cohort. */
const Target = z
  .string()
  .max(80)
  .transform((chosen): [toCohortId: string, seenMinor: number | undefined] => {
    const [, toCohortId = "", minor] = /^([\w]+)(?::(-?\d{1,15}))?$/.exec(chosen) ?? [];
    return [toCohortId, minor === undefined ? undefined : Number(minor)];
  });

/** Moves at once, or goes to pay what the other date costs more. */
export const switchCohortAction = action(
  Place.extend({ to: Target }),
  async ({ write }, { slug, enrolmentId, to: [toCohortId, seenMinor] }) => {
    const { orderCode, asked } = await write((ctx) => switchCohort(ctx, { enrolmentId, toCohortId, seenMinor }));
    if (orderCode !== null) redirect(`/checkout/${orderCode}`);
    await sendRefunds(asked);
    await redirectDone(`/learning/${slug}/enrolment`, asked.length > 0 ? "place-moved-refund" : "place-moved");
  },
);
