"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { mergeStudents } from "#domain/checkout/merge-students.ts";

const Merge = z.object({ userId: z.string().max(60), intoId: z.string().max(60), why: ReasonInput });

export const mergeAction = action(Merge, async ({ write }, { userId, intoId, why }) => {
  await write((ctx) => mergeStudents(ctx, { fromId: userId, intoId, why }));
  await redirectDone(`/admin/students/${intoId}`, "students-merged");
});
