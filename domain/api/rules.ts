import { z } from "zod";
import type { ReadCtx } from "../kernel/command.ts";
import { getCohortRules, type SavedRules } from "../rules/get-cohort-rules.ts";
import { getCohort } from "./courses.ts";
import { Id } from "./parts.ts";

export const CohortRulesShape = z
  .strictObject({
    prerequisiteIds: z.array(Id("crs")).meta({ description: "One of these must be completed; empty asks nothing." }),
    ageMin: z.int().nullable().meta({ description: "Both ends are included; null is not asked." }),
    ageMax: z.int().nullable(),
    ageOn: z.string().nullable().meta({
      description: "The day on which the age counts (`2027-03-03`); null is the day on which the cohort begins.",
    }),
    birthQuestionId: z.string().nullable().meta({ description: "The question that asks for the date of birth." }),
    mailDomains: z.array(z.string()).meta({ description: "Lower case and ASCII; `*.example.org` is all under it." }),
    needsApproval: z.boolean().meta({ description: "Whether the office decides about each who applies." }),
    payDays: z.int().meta({ description: "How many days somebody who was approved has to pay." }),
  })
  .meta({ id: "CohortRules" });

/** The rules of a cohort, for whoever may see the cohort. */
export async function getCohortRulesView(ctx: ReadCtx, cohortId: string): Promise<SavedRules | undefined> {
  return (await getCohort(ctx, cohortId)) && getCohortRules(ctx.read, cohortId);
}
