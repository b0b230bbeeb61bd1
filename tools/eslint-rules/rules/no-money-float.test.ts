import { ruleTester } from "../rule-tester.ts";
import { noMoneyFloat } from "./no-money-float.ts";

const errors = [{ messageId: "fraction" }];

ruleTester.run("no-money-float", noMoneyFloat, {
  valid: [
    "const share = seatsTaken / 100;",
    "const totalMinor = unitMinor * quantity;",
    "parseFloat(latitude);",
    "share.toFixed(1);",
  ],
  invalid: [
    { code: "parseFloat(price);", errors },
    { code: "Number.parseFloat(input.amount);", errors },
    { code: "const euros = order.totalMinor / 100;", errors },
    { code: "const minor = 100 * amount;", errors },
    { code: "line.taxMinor * 0.01;", errors },
    { code: "order.total.toFixed(2);", errors },
  ],
});
