import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { WorkKind } from "#db/enums.ts";
import { auditLog, invoices, orderBilling, orderLines, orders, outbox, refunds } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { addWorkOfEachKind } from "#tests/support/work-of-each-kind.ts";
import { enrolOthers } from "../checkout/enrol-others.ts";
import { setBillingDetails } from "../invoices/set-billing-details.ts";
import { createId } from "../kernel/ids.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { addTaxRate } from "../tax/add-tax-rate.ts";
import { listWork } from "./list-work.ts";
import { takeWorkStep } from "./take-work-step.ts";
import { isReasonNeeded, listWorkSteps, type WorkStep } from "./work-steps.ts";

let school: TestSchool;
let finance: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  finance = await school.person("finance");
  await addWorkOfEachKind(school);
});
afterAll(() => school.drop());

const list = (kind: WorkKind, as = finance) =>
  listWork(school.reading(as), { kind }, { sort: "since", direction: "asc", page: 1 });
const first = async (kind: WorkKind) => {
  const [item] = (await list(kind)).items;
  if (!item) throw new Error(`nothing of ${kind} waits`);
  return item;
};
const take = (kind: WorkKind, itemId: string, step: WorkStep, why = "", as = finance) =>
  school.as(as)((ctx) => takeWorkStep(ctx, { kind, itemId, step, why }));
const actionsOn = async (objectId: string) =>
  (await school.database.read.select().from(auditLog).where(eq(auditLog.objectId, objectId))).map(
    ({ action }) => action,
  );
const mailsOf = (kind: string) => school.database.read.select().from(outbox).where(eq(outbox.kind, kind));

test.each([
  ["underpaid", "resolve", "order.resolve"],
  ["reviews", "resolve", "order.resolve"],
  ["bank_lines", "ignore", "bank.ignore"],
  ["bank_gaps", "resolve", "bank.explain"],
  ["transfers", "confirm", "payment.confirm"],
  ["invoices", "retry", "invoice.issue"],
  ["differences", "resolve", "reconciliation.resolve"],
] as const)(
  "of %s the step %s takes it off the list, and the audit log has who has done it",
  async (kind, step, action) => {
    const { itemId } = await first(kind);
    const before = (await list(kind)).total;
    if (isReasonNeeded(step)) {
      await expect(take(kind, itemId, step)).rejects.toMatchObject({
        code: "invalid_input",
        detail: { fields: { why: {} } },
      });
    }
    await take(kind, itemId, step, "as the letter says");
    expect((await list(kind)).total).toBe(before - 1);
    // A difference is logged under the provider that it is with.
    expect(await actionsOn(kind === "differences" ? "sandbox" : itemId)).toContain(action);
    // Whoever had the page open a while ago does nothing a second time.
    await expect(take(kind, itemId, step, "again")).rejects.toMatchObject({ code: "not_found" });
  },
);

test("whoever is late, or whose card was declined, is reminded in one press", async () => {
  for (const kind of ["late", "declined"] as const) {
    const before = (await mailsOf("payment_reminder")).length;
    const { itemId } = await first(kind);
    await take(kind, itemId, "remind");
    expect([kind, (await mailsOf("payment_reminder")).length]).toEqual([kind, before + 1]);
    await expect(take(kind, itemId, "waive", "no")).rejects.toMatchObject({ code: "wrong_state" });
  }
});

test("for a refund by transfer its account is asked for, and once it is known it is marked as sent", async () => {
  const { itemId, orderId } = await first("returned");
  expect(listWorkSteps(await first("returned"))).toEqual(["ask_account"]);
  await take("returned", itemId, "ask_account");
  expect(await mailsOf("refund_account_wanted")).toHaveLength(1);
  await expect(take("returned", itemId, "mark_sent")).rejects.toMatchObject({ code: "wrong_state" });
  const account = { refundHolder: "Ada", refundIban: "CH9300762011623852957" };
  await school.database.write((tx) =>
    tx
      .update(orders)
      .set(account)
      .where(eq(orders.id, orderId ?? "")),
  );
  expect(listWorkSteps(await first("returned"))).toEqual(["mark_sent"]);
  await take("returned", itemId, "mark_sent");
  const [refund] = await school.database.read.select().from(refunds).where(eq(refunds.id, itemId));
  expect(refund).toMatchObject({ state: "done", payeeIban: account.refundIban });
  expect((await list("returned")).total).toBe(0);
});

test("no step is taken by who may not, of what it is none of, or of what another kind is", async () => {
  const { itemId } = await first("payouts");
  const support = await school.person("support");
  await expect(take("payouts", itemId, "ask_account", "", support)).rejects.toMatchObject({ code: "forbidden" });
  const student = await school.person("student");
  await expect(take("payouts", itemId, "ask_account", "", student)).rejects.toMatchObject({ code: "forbidden" });
  await expect(take("payouts", itemId, "confirm")).rejects.toMatchObject({ code: "wrong_state" });
  await expect(take("transfers", itemId, "confirm")).rejects.toMatchObject({ code: "not_found" });
});

test("an invoice that is made again waits for the job, and one that has its file is left alone", async () => {
  const id = createId("invoice");
  await school.database.write(async (tx) => {
    const [row] = await tx.select().from(invoices).limit(1);
    if (row)
      await tx
        .insert(invoices)
        .values({ ...row, id, serial: 7, code: "R-7", orderId: row.orderId, state: "cancelled", failure: "x" });
  });
  await take("invoices", id, "retry");
  const [made] = await school.database.read.select().from(invoices).where(eq(invoices.id, id));
  expect(made).toMatchObject({ failure: null, fileId: null });
});

test("a VAT id that the register does not know waits until its buyer corrects it, the tax is charged, or it is accepted", async () => {
  const owner = await school.person("owner");
  const rate = { kind: "", country: "", category: "standard", note: "", validFrom: "", ratePpm: 190_000 } as const;
  await school.as(owner)((ctx) => addTaxRate(ctx, rate));
  const settings = { addressCountry: "DE", reverseChargeNote: "Reverse charge", checkVatIds: true };
  await school.as(owner)((ctx) => changeSettings(ctx, settings));
  const abroad = { company: "Lernwerk GmbH", name: "Ana", street: "Ring", number: "1", postCode: "1010", town: "Wien" };
  const details = { ...abroad, country: "AT", vatId: "ATU13585627", reference: "" };
  const before = (await list("vat_ids")).total;
  const order = async () => {
    const { id: cohortId } = await school.cohort({ priceMinor: 11_900, currency: "CHF" });
    const buyer = await school.person("student");
    const places = [{ name: "Ada", email: null }];
    const made = await school.as(buyer)((ctx) => enrolOthers(ctx, { cohortId, buyerId: buyer.id, places }));
    const orderId = made.order.id;
    const bill = (more = {}) => school.as(buyer)((ctx) => setBillingDetails(ctx, { orderId, ...details, ...more }));
    await bill();
    await school.database.write((tx) =>
      tx
        .update(orderBilling)
        .set({ vatCheck: "invalid", vatCheckedAt: school.clock(), vatAskAt: null })
        .where(eq(orderBilling.orderId, orderId)),
    );
    return { orderId, bill };
  };
  const [corrected, charged, accepted] = [await order(), await order(), await order()];
  expect((await list("vat_ids")).total).toBe(before + 3);
  await take("vat_ids", corrected.orderId, "ask_vat_id");
  await take("vat_ids", corrected.orderId, "ask_vat_id");
  expect(await mailsOf("vat_id_wanted")).toHaveLength(1);
  await corrected.bill({ vatId: "ATU37675002" });
  const total = async (orderId: string) =>
    (await school.database.read.select().from(orders).where(eq(orders.id, orderId)))[0]?.totalMinor;
  expect(await total(charged.orderId)).toBe(10_000);
  await take("vat_ids", charged.orderId, "charge_tax");
  expect(await total(charged.orderId)).toBe(11_900);
  await expect(take("vat_ids", accepted.orderId, "accept_vat_id")).rejects.toMatchObject({ code: "invalid_input" });
  await take("vat_ids", accepted.orderId, "accept_vat_id", "their tax office has confirmed it by letter");
  expect((await list("vat_ids")).total).toBe(before);
  // What is accepted is accepted of this id alone.
  await accepted.bill({ vatId: "ATU37675002" });
  const [again] = await school.database.read
    .select()
    .from(orderBilling)
    .where(eq(orderBilling.orderId, accepted.orderId));
  expect(again).toMatchObject({ vatCheck: null, vatAcceptedAt: null });
  const lines = await school.database.read.select().from(orderLines).where(eq(orderLines.orderId, charged.orderId));
  expect(lines.map(({ taxCategory }) => taxCategory)).toEqual(["standard"]);
});
