import { describe, expect, test } from "vitest";
import { message } from "#messages/message.ts";
import { describeIbanFault } from "../kernel/describe-iban-fault.ts";
import { isRefusal } from "../kernel/refusal.ts";
import { checkPayee, formatAccount, formatAccountEnd } from "../kernel/payee.ts";

const take = (iban: string) => checkPayee({ holder: " A. Student ", iban }).iban;

/** What is said beside the field; undefined when it is taken. */
function faultOf(iban: string) {
  try {
    take(iban);
    return undefined;
  } catch (error) {
    if (isRefusal(error)) return error.detail.fields?.iban;
    throw error;
  }
}

describe("to an account in a country without IBANs", () => {
  test.each([
    ["0005-135-1234567", "0005-135-1234567", "… 4567"],
    ["  MUFG 0005,\u00a0 Shibuya 135, futsu 1234567 ", "MUFG 0005, Shibuya 135, futsu 1234567", "… 4567"],
    ["Bank of America 026009593 / 000123456789", "Bank of America 026009593 / 000123456789", "… 6789"],
    ["三菱UFJ銀行 渋谷 135 普通 １２３４５６７", "三菱UFJ銀行 渋谷 135 普通 1234567", "… 4567"],
    ["12-3456-7890123-00", "12-3456-7890123-00", "… 2300"],
  ])("a refund goes by its number, kept as it was written: %j", (typed, kept, end) => {
    expect(take(typed)).toBe(kept);
    expect(formatAccount(kept)).toBe(kept);
    expect(formatAccountEnd(kept)).toBe(end);
  });

  test.each(["", "480", "my own account", "123_456#7890", "<b>12345</b>", "9".repeat(61)])(
    "%j is no account",
    (typed) => {
      expect(faultOf(typed)).toEqual(message("fields.account_number"));
    },
  );
});

test("what looks like an IBAN is checked as one, also with letters in the place of its digits, and shown in groups", () => {
  expect(take("ch93 0076-2011 6238 5295 7")).toBe("CH9300762011623852957");
  expect(formatAccount("CH9300762011623852957")).toBe("CH93 0076 2011 6238 5295 7");
  expect(formatAccountEnd("CH9300762011623852957")).toBe("… 2957");
  for (const typed of [
    "CH93 0076 2011 6238 5295 8",
    "CH93",
    "US64 0076",
    "CHO3 0076 2011 6238 5295 7",
    "СH93 0076 2011 6238 5295 7",
  ]) {
    expect(describeIbanFault(typed), typed).not.toBeNull();
    expect(faultOf(typed), typed).toEqual(describeIbanFault(typed));
  }
});
