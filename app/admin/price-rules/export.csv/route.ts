import { exportList, readExport } from "#app/admin/_list/export.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { formatPercentDigits } from "#domain/kernel/read-percent.ts";
import type { PriceRuleRow } from "#domain/price-rules/list-price-rules.ts";
import { PRICE_RULE_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<PriceRuleRow>(request, {
    action: "price_rule.list",
    name: "price-rules",
    ...readExport(PRICE_RULE_LIST, request),
    columns: [
      { header: "Price rule", cell: ({ id }) => id },
      { header: "Name", cell: ({ name }) => name },
      { header: "Kind", cell: ({ kind }) => kind },
      { header: "Course", cell: ({ courseTitle }) => courseTitle ?? "" },
      { header: "Cohort", cell: ({ cohortName }) => cohortName ?? "" },
      { header: "Effect", cell: ({ effect }) => effect },
      { header: "Percent", cell: ({ percentPpm }) => (percentPpm === null ? "" : formatPercentDigits(percentPpm)) },
      {
        header: "Amount",
        cell: ({ amountMinor: minor, currency }) =>
          minor === null || currency === null ? "" : toDecimal({ minor, currency }),
      },
      { header: "Currency", cell: ({ currency }) => currency ?? "" },
      { header: "Starts (UTC)", cell: ({ startsAt }) => startsAt },
      { header: "Ends (UTC)", cell: ({ endsAt }) => endsAt },
      { header: "Addresses", cell: ({ addresses }) => addresses.join(" ") },
      { header: "Within days", cell: ({ withinDays }) => withinDays ?? "" },
      { header: "From place", cell: ({ kind, fromPlace }) => (kind === "several_places" ? fromPlace : "") },
      { header: "Added to others", cell: ({ isAdded }) => (isAdded ? "yes" : "no") },
      { header: "State", cell: ({ state }) => state },
      { header: "Created (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Ended (UTC)", cell: ({ endedAt }) => endedAt },
    ],
  });
}
