import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { CouponCodeRow } from "#domain/coupons/list-coupon-codes.ts";
import { COUPON_CODE_LIST } from "../../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<CouponCodeRow>(request, {
    action: "coupon.edit",
    name: "coupon-codes",
    ...readExport(COUPON_CODE_LIST, request),
    columns: [
      { header: "Code", cell: ({ code }) => code },
      { header: "Coupon", cell: ({ couponName }) => couponName },
      { header: "Usage", cell: ({ uses }) => (uses > 0 ? "used" : "unused") },
      { header: "Order", cell: ({ orderCode }) => orderCode ?? "" },
      { header: "Coupon state", cell: ({ couponState }) => couponState },
      { header: "Made (UTC)", cell: ({ createdAt }) => createdAt },
    ],
  });
}
