import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { CouponUseRow } from "#domain/coupons/list-coupon-uses.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { COUPON_USE_LIST } from "../../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<CouponUseRow>(request, {
    action: "coupon.list",
    name: "coupon-uses",
    ...readExport(COUPON_USE_LIST, request),
    columns: [
      { header: "Coupon", cell: ({ couponName }) => couponName },
      { header: "Code", cell: ({ code }) => code },
      { header: "State", cell: ({ state }) => state },
      { header: "Order", cell: ({ orderCode }) => orderCode },
      { header: "Order state", cell: ({ orderState }) => orderState },
      { header: "Buyer", cell: ({ buyerName }) => buyerName },
      { header: "Address", cell: ({ buyerEmail }) => buyerEmail },
      { header: "List price", cell: ({ listMinor: minor, currency }) => toDecimal({ minor, currency }) },
      { header: "Discount", cell: ({ discountMinor: minor, currency }) => toDecimal({ minor, currency }) },
      { header: "Order total", cell: ({ totalMinor: minor, currency }) => toDecimal({ minor, currency }) },
      { header: "Currency", cell: ({ currency }) => currency },
      { header: "Ordered (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Used (UTC)", cell: ({ usedAt }) => usedAt },
      { header: "Given back (UTC)", cell: ({ releasedAt }) => releasedAt },
    ],
  });
}
