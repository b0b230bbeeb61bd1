import { describe, expect, test } from "vitest";
import { getRules } from "#runtime";
import { readConfig } from "#config/config.ts";
import { message } from "#messages/message.ts";
import { getBankInstructions, isBankAccountMissing } from "./instructions.ts";

const payment = { reference: "RF18539007547034", amount: { minor: 48_000, currency: "CHF" } };

const ADDRESS = {
  ...{ addressStreet: "Lindenhofstrasse", addressNumber: "12", addressPostCode: "4052", addressTown: "Basel" },
  addressCountry: "CH",
};

describe("the instructions for a transfer", () => {
  test("name the school's own account", () => {
    const config = readConfig({
      MATRICULA_OWNER_EMAIL: "owner@school.example",
      MATRICULA_BANK_ACCOUNT_HOLDER: "Lindenhof School",
      MATRICULA_BANK_IBAN: "CH9300762011623852957",
      MATRICULA_BANK_NAME: "Basler Bank",
    });
    expect(getBankInstructions(config, payment, ADDRESS)).toEqual({
      holder: "Lindenhof School",
      iban: "CH93 0076 2011 6238 5295 7",
      bank: "Basler Bank",
      reference: "RF18 5390 0754 7034",
      amount: payment.amount,
      code: { kind: "swiss", text: expect.stringContaining("\nSCOR\nRF18539007547034\n") as string },
    });
  });

  test("of a demo school name an account that no bank will take", () => {
    expect(getBankInstructions(readConfig({}), payment, ADDRESS)).toMatchObject({
      holder: message("payments.demo_account_holder"),
      iban: expect.stringMatching(/^XX00/),
      code: null,
    });
  });

  test("of a real school without an account are none", () => {
    const config = readConfig({ MATRICULA_OWNER_EMAIL: "owner@school.example" });
    expect(getBankInstructions(config, payment, ADDRESS)).toBeNull();
  });
});

test("a real school with transfers on and no account is told so, and its buyers are not offered them", () => {
  const real = { MATRICULA_OWNER_EMAIL: "owner@school.example", MATRICULA_PAYMENT_PROVIDERS: "bank" };
  const account = { MATRICULA_BANK_ACCOUNT_HOLDER: "School", MATRICULA_BANK_IBAN: "CH9300762011623852957" };
  expect(isBankAccountMissing(readConfig(real))).toBe(true);
  expect(getRules(readConfig(real)).paymentProviders).toEqual([]);
  const whole = readConfig({ ...real, ...account });
  expect([isBankAccountMissing(whole), getRules(whole).paymentProviders]).toEqual([false, ["bank"]]);
  expect(isBankAccountMissing(readConfig({ MATRICULA_PAYMENT_PROVIDERS: "bank" }))).toBe(false);
});
