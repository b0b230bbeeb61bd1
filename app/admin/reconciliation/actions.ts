"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { resolveDifference } from "#domain/reconciliation/resolve-difference.ts";

const Resolve = z.object({ differenceId: z.string().max(60), why: ReasonInput });

/** Says what a difference was. */
export const resolveDifferenceAction = action(Resolve, async ({ write }, { differenceId, why: note }) => {
  await write((ctx) => resolveDifference(ctx, { differenceId, note }));
  await redirectDone("/admin/reconciliation?status=open", "difference-resolved");
});
