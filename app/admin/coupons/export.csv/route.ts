import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { CouponRow } from "#domain/coupons/list-coupons.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { formatPercentDigits } from "#domain/kernel/read-percent.ts";
import { COUPON_LIST } from "../list.ts";

const money = (minor: number | null, currency: string | null) =>
  minor === null || currency === null ? "" : toDecimal({ minor, currency });

export async function GET(request: Request): Promise<Response> {
  return exportList<CouponRow>(request, {
    action: "coupon.list",
    name: "coupons",
    ...readExport(COUPON_LIST, request),
    columns: [
      { header: "Coupon", cell: ({ id }) => id },
      { header: "Name", cell: ({ name }) => name },
      { header: "Code", cell: ({ code }) => code ?? "" },
      { header: "Single-use codes", cell: ({ codes }) => codes },
      { header: "Percent", cell: ({ percentPpm }) => (percentPpm === null ? "" : formatPercentDigits(percentPpm)) },
      { header: "Amount", cell: ({ amountMinor, currency }) => money(amountMinor, currency) },
      { header: "Currency", cell: ({ currency }) => currency ?? "" },
      { header: "Minimum", cell: ({ minimumMinor, currency }) => money(minimumMinor, currency) },
      { header: "Starts (UTC)", cell: ({ startsAt }) => startsAt },
      { header: "Ends (UTC)", cell: ({ endsAt }) => endsAt },
      { header: "Uses", cell: ({ uses }) => uses },
      { header: "Uses at most", cell: ({ usesMax }) => usesMax ?? "" },
      { header: "Uses per person at most", cell: ({ usesPerPersonMax }) => usesPerPersonMax ?? "" },
      { header: "Places per order at most", cell: ({ placesMax }) => placesMax ?? "" },
      { header: "Combinable", cell: ({ isCombinable }) => (isCombinable ? "yes" : "no") },
      { header: "State", cell: ({ state }) => state },
      { header: "Created (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Ended (UTC)", cell: ({ endedAt }) => endedAt },
    ],
  });
}
