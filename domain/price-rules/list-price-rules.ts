import { and, eq, sql } from "drizzle-orm";
import { PRICE_RULE_KINDS, PRICE_RULE_STATES } from "#db/enums.ts";
import { cohorts, courses, priceRules } from "#db/schema/index.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createIdFilter, createTextFilter } from "../kernel/lists/filters.ts";
import { escapeLike, splitSearchWords } from "../kernel/search-text.ts";
import { authorize } from "../policy.ts";

export type PriceRuleRow = RowOf<typeof priceRuleList>;

const ruleFields = {
  id: priceRules.id,
  name: priceRules.name,
  kind: priceRules.kind,
  effect: priceRules.effect,
  percentPpm: priceRules.percentPpm,
  amountMinor: priceRules.amountMinor,
  currency: priceRules.currency,
  startsAt: priceRules.startsAt,
  endsAt: priceRules.endsAt,
  addresses: priceRules.addresses,
  withinDays: priceRules.withinDays,
  fromPlace: priceRules.fromPlace,
  isAdded: priceRules.isAdded,
  state: priceRules.state,
  createdAt: priceRules.createdAt,
  endedAt: priceRules.endedAt,
  courseId: priceRules.courseId,
  cohortId: priceRules.cohortId,
  courseTitle: courses.title,
  cohortName: cohorts.name,
};

/** The office's list of price rules. */
export const priceRuleList = defineList({
  table: priceRules,
  reach: (ctx) => {
    authorize(ctx, "price_rule.list", {});
    return undefined;
  },
  view: defineView({
    fields: () => ruleFields,
    from: (select) =>
      select
        .from(priceRules)
        .leftJoin(courses, eq(courses.id, priceRules.courseId))
        .leftJoin(cohorts, eq(cohorts.id, priceRules.cohortId)),
    show: (rule, { now }) => ({ ...rule, isOver: rule.endsAt !== null && rule.endsAt <= now }),
  }),
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    q: createTextFilter((text) =>
      and(...splitSearchWords(text).map((word) => sql`lower(${priceRules.name}) like ${escapeLike(word)} escape '\\'`)),
    ),
    kind: createChoiceFilter(priceRules.kind, PRICE_RULE_KINDS),
    state: createChoiceFilter(priceRules.state, PRICE_RULE_STATES),
    courseId: createIdFilter("course", (id) => eq(priceRules.courseId, id)),
  },
  cursor: { sort: "created", ids: "priceRule" },
});
export const { page: listPriceRules } = priceRuleList;
