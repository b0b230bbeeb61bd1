import { expect, test } from "vitest";
import { sourceText } from "#messages/message.ts";
import { formatMoney } from "../kernel/money.ts";
import { refuseCoupon } from "./refuse-coupon.ts";

test.each([
  [1_000_000, "CHF"],
  [500_000, "JPY"],
  [12_345, "KWD"],
])("the least that an order costs is written as every amount: %i %s", (minor, currency) => {
  const { said } = refuseCoupon({ code: "A", problem: "minimum", coupon: { minimumMinor: minor, currency } });
  expect(sourceText(said)).toContain(`of ${formatMoney({ minor, currency })} or more`);
});
