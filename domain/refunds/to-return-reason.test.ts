import { expect, test } from "vitest";
import { toReturnReason } from "./to-return-reason.ts";

test.each([
  ["AC01", "transfer_account_wrong"],
  ["AC03", "transfer_account_wrong"],
  ["BE01", "transfer_account_wrong"],
  ["BE05", "transfer_account_wrong"],
  ["RC01", "transfer_account_wrong"],
  ["AG01", "transfer_account_wrong"],
  ["AC04", "transfer_account_closed"],
  ["AC06", "transfer_account_closed"],
  ["MD07", "transfer_account_closed"],
  ["MS03", "transfer_returned"],
  ["CUST", "transfer_returned"],
  ["", "transfer_returned"],
  [null, "transfer_returned"],
])("what a bank says with %s is %s", (code, reason) => {
  expect(toReturnReason(code)).toBe(reason);
});
