import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBadSignature, isProviderTrouble, type PaymentProvider } from "#domain/payments/provider.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { isCreditorReference } from "#domain/kernel/creditor-reference.ts";

let school: PayingSchool;
let bank: PaymentProvider;

beforeAll(async () => {
  school = await openPayingSchool({});
  bank = school.runtime.providers.bank as PaymentProvider;
});

afterAll(() => school.close());

describe("a bank transfer", () => {
  test("has no page to go to, but a reference that checks itself and carries the order's code", async () => {
    const { payment, order } = await school.buyer("bank");
    expect(payment).toMatchObject({ state: "pending", checkoutUrl: null });
    expect(payment.reference?.slice(4)).toMatch(new RegExp(`^${order.code}[A-Z2-9]{4}$`));
    expect(isCreditorReference(payment.reference ?? "")).toBe(true);
  });

  test("has the same reference when it is begun again, and another for another attempt", async () => {
    const { payment, order } = await school.buyer("bank");
    const again = { orderCode: order.code, paymentId: payment.id } as Parameters<PaymentProvider["start"]>[0];
    expect((await bank.start(again)).reference).toBe(payment.reference);
    expect((await bank.start({ ...again, paymentId: "pay_another" })).reference).not.toBe(payment.reference);
  });

  test("stays pending until a person confirms it, whoever looks", async () => {
    const buyer = await school.buyer("bank");
    expect(await school.comeBack(buyer)).toMatchObject({ outcome: "pending" });
    await bank.cancel(buyer.reference);
    expect(await bank.look(buyer.reference)).toMatchObject({
      state: "pending",
      amount: { minor: 48_000, currency: "CHF" },
      paymentId: buyer.payment.id,
    });
  });

  test("that nobody asked for is trouble, and no message about one is believed", async () => {
    await expect(bank.look("RF18539007547034")).rejects.toSatisfy(isProviderTrouble);
    await expect(bank.readEvent("{}", new Headers(), school.clock())).rejects.toSatisfy(isBadSignature);
  });
});
