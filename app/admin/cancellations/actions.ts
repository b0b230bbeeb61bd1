"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { retryCohortEndings } from "#domain/checkout/retry-cohort-endings.ts";

export const retryCohortEndingsAction = action(
  z.object({ cohortId: z.string().max(60) }),
  async ({ write }, { cohortId }) => {
    await write((ctx) => retryCohortEndings(ctx, { cohortId }));
    await redirectDone(`/admin/cancellations?cohort=${encodeURIComponent(cohortId)}`, "cancellation-retried");
  },
);
