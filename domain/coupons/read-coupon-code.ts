/** The longest a code may be, as people see it. */
export const COUPON_CODE_MAX = 40;
/** So many coupons go on one order. */
export const ORDER_COUPONS_MAX = 5;
/** What is read of what was typed: whoever types more has typed no code. */
const TYPED_MAX = 400;
const CODE = /^[\p{L}\p{Nd}](?:[\p{L}\p{Nd}-]*[\p{L}\p{Nd}])?$/u;

/** A code as people see it, and the key by which it is found. */
export type CouponCode = { code: string; key: string };

/**
 * A code however somebody typed it: in any case, with blanks around or in it, with any dash. `spring-10`, `SPRING 10` and `Spring10` are
 * the same. Undefined for what is no code at all, and what is longer than a code can be.
 */
export function readCouponCode(typed: string): CouponCode | undefined {
  const code = typed
    .slice(0, TYPED_MAX)
    .normalize("NFKC")
    .replace(/[\s\p{Cf}]+/gu, "")
    .replace(/[\p{Pd}\u2212]/gu, "-")
    .toUpperCase();
  if (code.length > COUPON_CODE_MAX || !CODE.test(code)) return undefined;
  return { code, key: code.replaceAll("-", "") };
}

/** Each of several codes that were typed into one field, with commas or lines between them, as it was typed. */
export function splitCouponCodes(typed: string): string[] {
  return typed
    .slice(0, TYPED_MAX)
    .split(/[,;\n]+/)
    .map((each) => each.trim())
    .filter((each) => each !== "");
}
