"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#app/_edge/action.ts";
import { disableUser, enableUser } from "#domain/accounts/disable-user.ts";
import { endSession } from "#domain/accounts/end-session.ts";

const Person = z.object({ userId: z.string().max(60) });

const back = (userId: string, done: string): never => redirect(`/admin/students/${userId}?done=${done}`);

export const disableAction = action(Person, async ({ write }, input) => {
  await write((ctx) => disableUser(ctx, input));
  back(input.userId, "disabled");
});

export const enableAction = action(Person, async ({ write }, input) => {
  await write((ctx) => enableUser(ctx, input));
  back(input.userId, "enabled");
});

export const endSessionAction = action(
  Person.extend({ sessionId: z.string().max(60) }),
  async ({ write }, { userId, sessionId }) => {
    await write((ctx) => endSession(ctx, { sessionId }));
    back(userId, "signed-out");
  },
);
