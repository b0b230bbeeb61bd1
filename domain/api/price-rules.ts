import { z } from "zod";
import { PRICE_RULE_EFFECTS, PRICE_RULE_KINDS, PRICE_RULE_STATES } from "#db/enums.ts";
import type { PriceRule } from "../price-rules/load-price-rules.ts";
import { Id, Moment } from "./parts.ts";

export const PriceRuleShape = z
  .strictObject({
    id: Id("prl"),
    name: z.string().meta({ description: "As the price names it." }),
    kind: z.enum(PRICE_RULE_KINDS),
    courseId: Id("crs").nullable(),
    cohortId: Id("coh").nullable(),
    effect: z.enum(PRICE_RULE_EFFECTS).meta({ description: "A percentage or an amount off a place, or its price." }),
    percentPpm: z.int().nullable().meta({ description: "Millionths: 125000 is 12.5 %." }),
    amountMinor: z.int().nullable(),
    currency: z.string().nullable(),
    startsAt: Moment.nullable(),
    endsAt: Moment.nullable(),
    addresses: z.array(z.string()).meta({ description: "Of a group: confirmed addresses and domains." }),
    withinDays: z
      .int()
      .nullable()
      .meta({ description: "Of a second course: how long ago the first may have been paid." }),
    fromPlace: z.int().meta({ description: "Of several places: from which on." }),
    isAdded: z.boolean().meta({ description: "Whether it counts beside the best of the others." }),
    state: z.enum(PRICE_RULE_STATES),
    createdAt: Moment,
    endedAt: Moment.nullable(),
  })
  .meta({ id: "PriceRule" });

export function toPriceRuleView(rule: Omit<PriceRule, "updatedAt">): z.output<typeof PriceRuleShape> {
  const { id, name, kind, courseId, cohortId, effect, percentPpm, amountMinor, currency } = rule;
  const { startsAt, endsAt, addresses, withinDays, fromPlace, isAdded, state, createdAt, endedAt } = rule;
  return {
    ...{ id, name, kind, courseId, cohortId, effect, percentPpm, amountMinor, currency },
    ...{ startsAt, endsAt, addresses, withinDays, fromPlace, isAdded, state, createdAt, endedAt },
  };
}
