import { eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { auditLog, orderBilling } from "#db/schema/index.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { getBilling } from "#domain/invoices/get-billing.ts";
import { hasDueVatCheck } from "#domain/invoices/list-vat-checks.ts";
import { recordVatCheck } from "#domain/invoices/record-vat-check.ts";
import { setBillingDetails } from "#domain/invoices/set-billing-details.ts";
import { type VatAnswer, type VatRegister, VatRegisterTrouble } from "#domain/invoices/vat-register.ts";
import { MINUTE_MS } from "#domain/kernel/clock.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { openRuntime, setRuntime } from "#runtime";
import { config } from "#config/config.ts";
import { ACME, openInvoicingSchool, type InvoicingSchool } from "#tests/support/invoicing-school.ts";
import { checkVatIds } from "./check-vat-ids.ts";

const ABROAD = { ...ACME, company: "Lernwerk GmbH", postCode: "1010", country: "AT", vatId: "ATU13585627" };
const KNOWN: VatAnswer = { isValid: true, consultation: "WAPIAAAA", trader: "LERNWERK GMBH" };

let school: InvoicingSchool;
beforeEach(async () => {
  await school?.drop();
  school = await openInvoicingSchool();
  const { database, clock } = school;
  setRuntime(openRuntime(config(), { database, clock, secret: "a secret of the test school" }));
  await say({
    addressCountry: "DE",
    vatNumber: "DE136695976",
    reverseChargeNote: "Reverse charge.",
    checkVatIds: true,
  });
});
afterAll(() => school.drop());

async function say(settings: Parameters<typeof changeSettings>[1]) {
  const owner = await school.person("owner");
  await school.as(owner)((ctx) => changeSettings(ctx, settings));
}

async function order(billing = ABROAD) {
  const { id: cohortId } = await school.cohort({ priceMinor: 11_900, currency: "EUR" });
  const buyer = await school.person("student");
  const { order: placed } = await school.as(buyer)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: buyer.id, billing }),
  );
  const bill = (to: typeof ABROAD) => school.as(buyer)((ctx) => setBillingDetails(ctx, { orderId: placed.id, ...to }));
  const look = async () => (await getBilling(school.reading(buyer), placed.code))?.vat;
  return { id: placed.id, bill, look };
}

/** A register that answers in turn; an Error is no answer. */
function register(...answers: (VatAnswer | Error)[]) {
  const asked: unknown[] = [];
  const opened: VatRegister = {
    ask: (id, requester) => {
      asked.push([id, requester]);
      const answer = answers.shift() ?? new VatRegisterTrouble("nothing more");
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  return { asked, run: () => checkVatIds(opened, () => true) };
}

test("a company's VAT id is asked for after its order, and the answer stands with it, with its day and number", async () => {
  const { id, look } = await order();
  expect(await look()).toMatchObject({ check: null, isAsked: true });
  const vies = register(KNOWN);
  expect(await vies.run()).toBe(1);
  expect(vies.asked).toEqual([
    [
      { country: "AT", number: "U13585627" },
      { country: "DE", number: "136695976" },
    ],
  ]);
  expect(await look()).toEqual({
    ...{ check: "valid", checkedAt: school.clock(), consultation: "WAPIAAAA" },
    ...{ trader: "LERNWERK GMBH", isAsked: false },
  });
  expect(await hasDueVatCheck(school.database.read, school.clock())).toBe(false);
  const [noted] = await school.database.read.select().from(auditLog).where(eq(auditLog.action, "invoice.check_vat"));
  expect(noted).toMatchObject({ objectId: id, after: { vatCheck: "valid", consultation: "WAPIAAAA" } });
});

test("while there is no answer the sale goes on, and it is asked again later, and ever later", async () => {
  const { look } = await order();
  const vies = register(new VatRegisterTrouble("MS_UNAVAILABLE"), new Error("a cable"), KNOWN);
  expect(await vies.run()).toBe(0);
  expect(await look()).toMatchObject({ check: "unanswered", isAsked: true });
  expect(await vies.run()).toBe(0);
  expect(vies.asked).toHaveLength(1);
  school.clock.forward(5 * MINUTE_MS);
  expect(await vies.run()).toBe(0);
  school.clock.forward(9 * MINUTE_MS);
  expect(await hasDueVatCheck(school.database.read, school.clock())).toBe(false);
  school.clock.forward(MINUTE_MS);
  expect(await vies.run()).toBe(1);
  expect(await look()).toMatchObject({ check: "valid", isAsked: false });
});

test("after many times in vain a person is told, and it is not asked any more", async () => {
  const { id, look } = await order();
  await school.asSystem((ctx) => recordVatCheck(ctx, { orderId: id, vatId: ABROAD.vatId, tries: 24, answer: null }));
  expect(await look()).toMatchObject({ check: "unanswered", isAsked: false });
});

test("an answer about an id that is another one by now is not heard, and the new one is asked for", async () => {
  const { id, bill, look } = await order();
  await bill({ ...ABROAD, country: "FR", vatId: "FR40303265045" });
  const asked = { orderId: id, vatId: ABROAD.vatId, tries: 0, answer: { ...KNOWN, isValid: false } };
  await school.asSystem((ctx) => recordVatCheck(ctx, asked));
  expect(await look()).toMatchObject({ check: null, isAsked: true });
  await register(KNOWN).run();
  expect(await look()).toMatchObject({ check: "valid" });
  // Somebody who says the same again asks for nothing.
  await bill({ ...ABROAD, country: "FR", vatId: "FR40303265045", reference: "PO-2" });
  expect(await look()).toMatchObject({ check: "valid", isAsked: false });
});

test("nobody is asked about a company at home, a person, and where the school does not want it", async () => {
  await order({ ...ABROAD, postCode: "10115", country: "DE", vatId: "DE136695976" });
  await order({ ...ABROAD, company: "", vatId: "" });
  await say({ checkVatIds: false });
  await order();
  const rows = await school.database.read.select().from(orderBilling);
  expect(rows.map(({ vatAskAt }) => vatAskAt)).toEqual([null, null, null]);
});

test("a school that has switched it off meanwhile asks no more", async () => {
  await order();
  await say({ checkVatIds: false });
  const vies = register(KNOWN);
  expect([await vies.run(), vies.asked]).toEqual([0, []]);
});
