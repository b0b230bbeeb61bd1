import { z } from "zod";

/** What a coupon's code is typed into. */
export const CouponText = z
  .string()
  .max(400)
  .meta({ description: "The code of a coupon, in any case; several with commas between." });
