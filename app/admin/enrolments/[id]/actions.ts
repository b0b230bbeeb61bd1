"use server";

import { z } from "zod";
import type { DoneKey } from "#app/_forms/done-messages.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action } from "#app/_forms/action.ts";
import { ReasonInput, TickedBox } from "#app/admin/_list/inputs.ts";
import { checkEndingExtent, ExtentForm } from "#domain/access/inputs.ts";
import { extendAccess } from "#domain/access/extend-access.ts";
import { revokeGrant } from "#domain/access/revoke-grant.ts";
import { shortenAccess } from "#domain/access/shorten-access.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import { MOVE_DIFFERENCES, moveEnrolment } from "#domain/checkout/move-enrolment.ts";
import { revokeEnrolment } from "#domain/checkout/revoke-enrolment.ts";
import { suspendEnrolment } from "#domain/enrolments/suspend-enrolment.ts";
import { confirmCompletion } from "#domain/enrolments/confirm-completion.ts";
import { completeEnrolment } from "#domain/enrolments/complete-enrolment.ts";
import { resumeEnrolment } from "#domain/enrolments/resume-enrolment.ts";
import { eraseAnswers } from "#domain/questions/erase-answers.ts";
import { issue } from "#messages/message.ts";
import { sendRefunds } from "#services/payments/refund.ts";

const Step = z.object({ enrolmentId: z.string().max(60), why: ReasonInput });

const back = (enrolmentId: string, done: DoneKey) => redirectDone(`/admin/enrolments/${enrolmentId}`, done);

/** A place that has cost nothing; what was paid is ended at its order. */
export const cancelAction = action(Step, async ({ write }, input) => {
  await write((ctx) => cancelEnrolment(ctx, input));
  await back(input.enrolmentId, "enrolment-cancelled");
});

export const revokeAction = action(Step, async ({ write }, input) => {
  await write((ctx) => revokeEnrolment(ctx, input));
  await back(input.enrolmentId, "enrolment-revoked");
});

export const suspendAction = action(Step, async ({ write }, input) => {
  await write((ctx) => suspendEnrolment(ctx, input));
  await back(input.enrolmentId, "enrolment-suspended");
});

export const resumeAction = action(Step, async ({ write }, input) => {
  await write((ctx) => resumeEnrolment(ctx, input));
  await back(input.enrolmentId, "enrolment-resumed");
});

export const completeAction = action(Step, async ({ write }, input) => {
  await write((ctx) => completeEnrolment(ctx, input));
  await back(input.enrolmentId, "enrolment-completed");
});

export const confirmCompletionAction = action(Step, async ({ write }, input) => {
  await write((ctx) => confirmCompletion(ctx, input));
  await back(input.enrolmentId, "completion-confirmed");
});

const Move = Step.extend({
  toCohortId: z.string().min(1, issue("admin_enrolments.other_cohort_missing")).max(60),
  inSpiteOfRules: TickedBox,
  difference: z.enum(MOVE_DIFFERENCES, issue("admin_enrolments.move_difference_missing")),
});

export const moveAction = action(Move, async ({ write }, input) => {
  const { orderCode, asked } = await write((ctx) => moveEnrolment(ctx, input));
  await sendRefunds(asked);
  await back(input.enrolmentId, orderCode === null ? "enrolment-moved" : "move-ordered");
});

const Notified = Step.extend({ notify: TickedBox });

const Extended = Notified.extend(ExtentForm).superRefine(checkEndingExtent);

export const extendAccessAction = action(Extended, async ({ write }, input) => {
  await write((ctx) => extendAccess(ctx, input));
  await back(input.enrolmentId, "access-extended");
});

export const shortenAccessAction = action(Extended, async ({ write }, input) => {
  await write((ctx) => shortenAccess(ctx, input));
  await back(input.enrolmentId, "access-shortened");
});

export const revokeGrantAction = action(Notified.extend({ grantId: z.string().max(60) }), async ({ write }, input) => {
  await write((ctx) => revokeGrant(ctx, input));
  await back(input.enrolmentId, "access-revoked");
});

export const eraseAnswersAction = action(
  z.object({ enrolmentId: z.string().max(60) }),
  async ({ write }, { enrolmentId }) => {
    await write((ctx) => eraseAnswers(ctx, { enrolmentId }));
    await back(enrolmentId, "answers-erased");
  },
);
