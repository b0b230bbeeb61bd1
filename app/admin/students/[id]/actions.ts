"use server";

import { z } from "zod";
import type { DoneKey } from "#app/_forms/done-messages.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action } from "#app/_forms/action.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { revokeGrant } from "#domain/access/revoke-grant.ts";
import { undoStudentMerge } from "#domain/checkout/undo-student-merge.ts";
import { disableUser } from "#domain/checkout/disable-user.ts";
import { enableUser } from "#domain/accounts/enable-user.ts";
import { endSession } from "#domain/accounts/end-session.ts";

const Person = z.object({ userId: z.string().max(60) });

const back = (userId: string, done: DoneKey) => redirectDone(`/admin/students/${userId}`, done);

export const disableAction = action(Person, async ({ write }, input) => {
  await write((ctx) => disableUser(ctx, input));
  await back(input.userId, "student-disabled");
});

export const enableAction = action(Person, async ({ write }, input) => {
  await write((ctx) => enableUser(ctx, input));
  await back(input.userId, "student-enabled");
});

export const endSessionAction = action(
  Person.extend({ sessionId: z.string().max(60) }),
  async ({ write }, { userId, sessionId }) => {
    await write((ctx) => endSession(ctx, { sessionId }));
    await back(userId, "session-ended");
  },
);

/** A box that was left empty sends nothing. */
const Notified = Person.extend({
  why: ReasonInput,
  notify: z
    .string()
    .optional()
    .transform((ticked) => ticked !== undefined),
});

export const revokeGrantAction = action(
  Notified.extend({ grantId: z.string().max(60) }),
  async ({ write }, { userId, ...input }) => {
    await write((ctx) => revokeGrant(ctx, { ...input, studentId: userId }));
    await back(userId, "access-revoked");
  },
);

export const undoMergeAction = action(Person, async ({ write }, { userId }) => {
  await write((ctx) => undoStudentMerge(ctx, { fromId: userId }));
  await back(userId, "student-merge-undone");
});
