import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { orders } from "#db/schema/index.ts";
import { asStep } from "#tests/support/as-step.ts";
import { ACME, type InvoicingSchool, openInvoicingSchool, readOrder } from "#tests/support/invoicing-school.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { cancelOrder } from "../checkout/cancel-order.ts";
import { expireOrder } from "../checkout/expire-order.ts";
import type { Actor } from "../kernel/actor.ts";
import { addPayment } from "../payments/add-payment.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { correctInvoice } from "./correct-invoice.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { addDays, formatLocalDay } from "../kernel/local-time.ts";
import { getOrderPaper } from "./get-order-paper.ts";
import { getInvoiceFile } from "./get-invoice-file.ts";
import { issueInvoice } from "./issue-invoice.ts";
import { setBillingDetails } from "./set-billing-details.ts";

let school: InvoicingSchool;
let finance: Actor & { id: string };
beforeAll(async () => {
  school = await openInvoicingSchool({
    bank: { accountHolder: "Lindenhof School", iban: "CH93 0076 2011 6238 5295 7" },
  });
  finance = (await school.person("finance")) as typeof finance;
});
afterAll(async () => {
  expect(await school.findNumberFaults()).toEqual([]);
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });
const TAXED = { taxMinor: 3597, taxRatePpm: 81_000, taxCategory: "standard" as const };

test("an order that is paid has its invoice in the same write, with what it says fixed from then on", async () => {
  const bought = await school.ordered(48_000, TAXED);
  await school.as(bought.student)((ctx) => setBillingDetails(ctx, { orderId: bought.order.id, ...ACME }));
  expect(await school.listIssued(bought.order)).toEqual([]);
  await school.pay(bought);
  const [invoice] = await school.listIssued(bought.order);
  expect(invoice).toMatchObject({
    kind: "invoice",
    state: "paid",
    code: "R-2026-00001",
    buyerName: "Acme GmbH",
    totalMinor: 48_000,
  });
  expect(invoice?.content).toMatchObject({
    ...{ code: "R-2026-00001", issuedOn: "2026-01-08", buyerReference: "PO-77", orderCode: bought.order.code },
    seller: { name: "Lindenhof School", town: "Basel", country: "CH", vatId: "CHE-107.787.577 MWST" },
    buyer: { name: "Acme GmbH", contactName: "Ann Buyer", town: "Berlin", vatId: "DE136695976" },
    ...{ netMinor: 44_403, taxMinor: 3_597, totalMinor: 48_000, paidMinor: 48_000, dueMinor: 0 },
    taxes: [{ taxRatePpm: 81_000, taxCategory: "standard", netMinor: 44_403, taxMinor: 3_597 }],
    lines: [{ name: "Bookbinding", details: ["Winter evenings", expect.stringContaining("Person")], quantity: 1 }],
  });
  await school.say({ addressTown: "Zürich" });
  await school.as(bought.student)((ctx) =>
    setBillingDetails(ctx, { orderId: bought.order.id, ...ACME, company: "Other" }),
  );
  expect((await school.listIssued(bought.order))[0]).toEqual(invoice);
  await school.say({ addressTown: "Basel" });
});

test("a school without an address issues none, and the office can once it has one", async () => {
  await school.say({ addressTown: "" });
  const bought = await school.ordered();
  await school.pay(bought);
  expect(await school.listIssued(bought.order)).toEqual([]);
  const issue = () => school.as(finance)((ctx) => issueInvoice(ctx, { orderId: bought.order.id }));
  await expect(issue()).rejects.toEqual(refusal("wrong_state"));
  await school.say({ addressTown: "Basel" });
  expect(await issue()).toMatchObject({ state: "paid", totalMinor: 48_000 });
  await expect(issue()).rejects.toEqual(refusal("wrong_state"));
});

test("an invoice before the payment holds the seats until it is due, and is paid by the payment", async () => {
  const bought = await school.ordered();
  const dueOn = "2026-02-07";
  const issued = await school.as(finance)((ctx) => issueInvoice(ctx, { orderId: bought.order.id, dueOn }));
  expect(issued).toMatchObject({ state: "open", dueOn });
  expect(issued.content).toMatchObject({
    ...{ dueMinor: 48_000, paidMinor: 0 },
    payment: { means: "transfer", holder: "Lindenhof School", iban: "CH9300762011623852957" },
  });
  expect((await readOrder(school, bought.order.id))?.expiresAt).toEqual(new Date("2026-02-07T23:00:00Z"));
  await school.pay(bought);
  expect(await school.listIssued(bought.order)).toMatchObject([{ id: issued.id, state: "paid" }]);
  // The paper asked for money; the one in its place must not ask for it again.
  const { invoice } = await school.as(finance)((ctx) => correctInvoice(ctx, { invoiceId: issued.id, ...ACME }));
  expect(invoice).toMatchObject({ state: "paid", dueOn: null });
  expect(invoice.content).toMatchObject({ dueMinor: 0, paidMinor: 48_000, dueOn: "" });
});

test.each(["2026-01-07", "2027-01-09", "1970-01-01", "2026-02-30", "soon"])(
  "a due day is refused: %s",
  async (dueOn) => {
    const { order } = await school.ordered();
    await expect(school.as(finance)((ctx) => issueInvoice(ctx, { orderId: order.id, dueOn }))).rejects.toMatchObject({
      code: "invalid_input",
      detail: { fields: { dueOn: { key: "fields.due_day" } } },
    });
  },
);

test("an order that ends unpaid takes its invoice back by a cancellation invoice", async () => {
  for (const how of ["cancelled", "expired"] as const) {
    const { order } = await school.ordered();
    const issued = await school.as(finance)((ctx) => issueInvoice(ctx, { orderId: order.id }));
    if (how === "cancelled")
      await school.as(finance)((ctx) => cancelOrder(ctx, { orderId: order.id, why: "Called off." }));
    else {
      school.clock.forward(32 * 86_400_000);
      expect(await school.asSystem((ctx) => expireOrder(ctx, order.id))).toBe(true);
    }
    const [invoice, cancellation] = await school.listIssued(order);
    expect(invoice).toMatchObject({ id: issued.id, state: "cancelled" });
    expect(cancellation).toMatchObject({ kind: "cancellation", state: "issued", correctsId: issued.id });
    expect(cancellation?.content).toMatchObject({
      ...{ code: cancellation?.code, corrects: { code: issued.code, issuedOn: issued.issuedOn }, dueMinor: 0 },
      ...{ lines: issued.content.lines, buyer: issued.content.buyer },
    });
  }
});

test("refunds are credited as they are done, and all of them together are exactly the invoice", async () => {
  const bought = await school.ordered(10_001, { taxMinor: 749, taxRatePpm: 81_000, taxCategory: "standard" });
  await school.pay(bought);
  for (const part of [3_333, 1, 6_667]) await school.refund(bought, part);
  const [invoice, ...notes] = await school.listIssued(bought.order);
  expect(notes.map(({ kind, totalMinor }) => [kind, totalMinor])).toEqual([
    ...[
      ["credit_note", 3_333],
      ["credit_note", 1],
      ["credit_note", 6_667],
    ],
  ]);
  const sum = (of: "netMinor" | "taxMinor") => notes.reduce((total, { content }) => total + content[of], 0);
  expect([sum("netMinor"), sum("taxMinor")]).toEqual([invoice?.content.netMinor, 749]);
});

test("what was paid twice was on no invoice and is not credited", async () => {
  const bought = await school.ordered();
  await school.pay(bought);
  const second = await school.asSystem(
    asStep((ctx) => addPayment(ctx, { ...bought.order, expiresAt: null }, "sandbox")),
  );
  await school.pay({ ...bought, payment: second });
  await school.refund({ payment: second }, 48_000);
  expect(await school.listIssued(bought.order)).toHaveLength(1);
  await school.refund(bought, 1_000);
  expect((await school.listIssued(bought.order))[1]).toMatchObject({ kind: "credit_note", totalMinor: 1_000 });
});

test("a correction cancels and issues anew in one step, and keeps what was sold and paid", async () => {
  const bought = await school.ordered();
  await school.pay(bought);
  const [before] = await school.listIssued(bought.order);
  const correct = (company: string) =>
    school.as(finance)((ctx) => correctInvoice(ctx, { invoiceId: before?.id ?? "", ...ACME, company }));
  const { cancellation, invoice } = await correct("Acme AG");
  expect(cancellation).toMatchObject({ kind: "cancellation", totalMinor: 48_000 });
  expect(invoice).toMatchObject({ state: "paid", buyerName: "Acme AG", totalMinor: 48_000 });
  expect(invoice.content.lines).toEqual(before?.content.lines);
  await expect(correct("Again AG")).rejects.toEqual(refusal("wrong_state"));
  await school.refund(bought, 500);
  await expect(
    school.as(finance)((ctx) => correctInvoice(ctx, { invoiceId: invoice.id, ...ACME, company: "Late AG" })),
  ).rejects.toEqual(refusal("wrong_state"));
});

test("the buyer and the office find an invoice, and nobody else", async () => {
  const bought = await school.ordered();
  await school.pay(bought);
  const [invoice] = await school.listIssued(bought.order);
  const at = { orderCode: bought.order.code.toLowerCase(), code: invoice?.code.toLowerCase() ?? "" };
  expect(await getInvoiceFile(school.reading(bought.student), at)).toMatchObject({ invoice: { id: invoice?.id } });
  expect(await getInvoiceFile(school.reading(finance), at)).toBeDefined();
  expect(await getInvoiceFile(school.reading(await school.person("student")), at)).toBeUndefined();
  expect(await getInvoiceFile(school.reading(bought.student), { ...at, orderCode: "ZZZZZZZ" })).toBeUndefined();
});

test("each year begins its series anew, and one without a year goes on", async () => {
  school.clock.set(new Date("2026-12-31T22:59:00Z"));
  const [old, young] = [await school.ordered(), await school.ordered()];
  await school.pay(old);
  school.clock.set(new Date("2026-12-31T23:01:00Z"));
  await school.pay(young);
  expect((await school.listIssued(old.order))[0]?.code).toMatch(/^R-2026-/);
  expect((await school.listIssued(young.order))[0]?.code).toBe("R-2027-00001");
  await school.say({ invoiceSeries: "inv{number}" });
  const codes = [];
  for (const now of ["2027-12-01T12:00:00Z", "2028-01-05T12:00:00Z"]) {
    school.clock.set(new Date(now));
    const bought = await school.ordered();
    await school.pay(bought);
    codes.push((await school.listIssued(bought.order))[0]?.code);
  }
  expect(codes).toEqual(["INV00001", "INV00002"]);
});

test("who pays at once and is billed as a company afterwards gets another invoice, once", async () => {
  const bought = await school.ordered();
  await school.pay(bought);
  const bill = (company: string) =>
    school.as(bought.student)((ctx) => setBillingDetails(ctx, { orderId: bought.order.id, ...ACME, company }));
  await bill("Acme GmbH");
  await bill("Acme AG");
  expect((await school.listIssued(bought.order)).map(({ kind, state, buyerName }) => [kind, state, buyerName])).toEqual(
    [
      ["invoice", "cancelled", expect.stringMatching(/^Person/)],
      ["cancellation", "issued", expect.stringMatching(/^Person/)],
      ["invoice", "paid", "Acme GmbH"],
    ],
  );
});

// pretix#585: an invoice that was made after a refund asked for all of it and could not be taken back.
test("an invoice that is issued after a part went back is credited by that part at once", async () => {
  await school.say({ addressTown: "" });
  const bought = await school.ordered(10_000);
  await school.pay(bought);
  await school.refund(bought, 2_500);
  await school.say({ addressTown: "Basel" });
  await school.as(finance)((ctx) => issueInvoice(ctx, { orderId: bought.order.id }));
  expect((await school.listIssued(bought.order)).map(({ kind, totalMinor }) => [kind, totalMinor])).toEqual([
    ["invoice", 10_000],
    ["credit_note", 2_500],
  ]);
});

// pretix#400: an order that expired and is paid after all needs an invoice again.
test("an order that is paid after it had expired has another invoice", async () => {
  const bought = await school.ordered();
  await school.as(finance)((ctx) => issueInvoice(ctx, { orderId: bought.order.id }));
  school.clock.forward(60 * 86_400_000);
  expect(await school.asSystem((ctx) => expireOrder(ctx, bought.order.id))).toBe(true);
  await school.pay(bought);
  expect((await school.listIssued(bought.order)).map(({ kind, state }) => [kind, state])).toEqual([
    ["invoice", "cancelled"],
    ["cancellation", "issued"],
    ["invoice", "paid"],
  ]);
});

test("a transfer back that is returned and sent again is credited once", async () => {
  const bought = await school.ordered(10_000);
  await school.pay(bought);
  const first = await school.refund(bought, 4_000);
  await school.asSystem((ctx) =>
    recordRefund(ctx, {
      refundId: first.id,
      view: { state: "failed", reference: `re_${first.id}`, failure: "closed" },
    }),
  );
  await school.refund(bought, 4_000);
  await school.refund(bought, 6_000);
  const [, ...notes] = await school.listIssued(bought.order);
  expect(notes.map(({ totalMinor }) => totalMinor)).toEqual([4_000, 6_000]);
});

test("a proforma is due when its order ends, as the checkout says, and never on the day it is made", async () => {
  const { order, student } = await school.ordered();
  const read = () => getOrderPaper(school.reading(student), { orderCode: order.code, paper: "proforma" });
  const first = await read();
  // An order that ends today holds its seat for the checkout alone: the paper has the school's term of payment.
  expect(first?.dueOn).toBe(addDays(first?.issuedOn ?? "", 30));
  const expiresAt = addMs(school.clock(), 9 * DAY_MS);
  await school.database.write((tx) => tx.update(orders).set({ expiresAt }).where(eq(orders.id, order.id)));
  const paper = await read();
  const row = await readOrder(school, order.id);
  expect(row?.expiresAt).toBeInstanceOf(Date);
  expect(paper?.dueOn).toBe(formatLocalDay(row?.expiresAt as Date, "Europe/Zurich"));
});

test("the credit note of an order that was cancelled says how much of its invoice is kept as a fee", async () => {
  const bought = await school.ordered(48_000, TAXED);
  await school.pay(bought);
  await school.database.write((tx) =>
    tx.update(orders).set({ state: "cancelled", keptMinor: 26_000 }).where(eq(orders.id, bought.order.id)),
  );
  await school.refund(bought, 22_000);
  const [, note] = await school.listIssued(bought.order);
  expect(note?.content).toMatchObject({ kind: "credit_note", totalMinor: 22_000, keptMinor: 26_000 });
});
