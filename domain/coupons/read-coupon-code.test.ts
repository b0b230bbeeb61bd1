import { expect, test } from "vitest";
import { readCouponCode, splitCouponCodes } from "./read-coupon-code.ts";

test.each(["SPRING-10", " spring-10 ", "Spring 10", "spring–10", "ｓｐｒｉｎｇ１０", "SPRING\u200b10"])(
  "%j is the code that was meant",
  (typed) => {
    expect(readCouponCode(typed)?.key).toBe("SPRING10");
  },
);

test.each(["", " ", "-", "A".repeat(300), "<b>X</b>", "A'; drop table", "50%", "A_B"])("%j is no code", (typed) => {
  expect(readCouponCode(typed)).toBeUndefined();
});

test("several codes stand in one field with commas between them", () => {
  expect(splitCouponCodes(" a, b ;c\n,, d e ")).toEqual(["a", "b", "c", "d e"]);
  expect(splitCouponCodes("  ")).toEqual([]);
});
