import { z } from "zod";
import { Amount, Id, Moment } from "./parts.ts";

/** The terms under which a place was bought. */
export const AgreedTermsView = z
  .strictObject({
    cohortId: Id("coh"),
    agreedAt: Moment,
    startsAt: Moment.nullable().meta({
      description:
        "When the cohort was to begin; the days count from there or, where that is later, from its beginning today.",
    }),
    cancelDays: z.int().nullable(),
    cancelPercent: z.int(),
    cancelFee: Amount,
    moveDays: z.int().nullable(),
  })
  .meta({ id: "AgreedTerms" });
