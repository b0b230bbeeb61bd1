import { afterAll, beforeAll, expect, test } from "vitest";
import { creditOffers } from "#db/schema/index.ts";
import { openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { recordTransfer } from "../checkout/record-transfer.ts";
import { answerCreditOffer } from "../credit/answer-credit-offer.ts";
import { getCreditMinor } from "../credit/get-credit.ts";
import { listWork } from "./list-work.ts";
import { takeWorkStep } from "./take-work-step.ts";
import { listWorkSteps } from "./work-steps.ts";

let school: Awaited<ReturnType<typeof openInvoicingSchool>>;
let finance: Awaited<ReturnType<typeof school.person>>;
beforeAll(async () => {
  school = await openInvoicingSchool();
  finance = await school.person("finance");
});
afterAll(() => school.drop());

const VIEW = { sort: "since", direction: "asc", page: 1 } as const;
const list = async () => (await listWork(school.reading(finance), {}, VIEW)).items;

/** A paid order to which more money comes by transfer. */
async function overpaid(amountMinor: number) {
  const bought = await school.ordered();
  await school.pay(bought);
  const more = { orderId: bought.order.id, amountMinor, currency: "CHF", key: `more ${amountMinor}` };
  await school.as(finance)((ctx) => recordTransfer(ctx, more));
  return bought;
}

test("what was paid too much of a paid order is offered as credit in one press, and is off the list once the buyer agrees", async () => {
  const { student } = await overpaid(5000);
  const [item] = await list();
  if (!item) throw new Error("nothing waits");
  expect(item).toMatchObject({ kind: "overpaid", amountMinor: 5000, orderState: "paid" });
  expect(listWorkSteps(item)).toEqual(["offer_credit", "resolve"]);
  const { kind, itemId } = item;
  await school.as(finance)((ctx) => takeWorkStep(ctx, { kind, itemId, step: "offer_credit" }));
  const [offer] = await school.database.read.select().from(creditOffers);
  expect(offer).toMatchObject({ amountMinor: 5000, state: "offered" });
  await school.as(student)((ctx) => answerCreditOffer(ctx, { offerId: offer?.id ?? "", agrees: true }));
  expect(await list()).toEqual([]);
  expect(await getCreditMinor(school.database.read, { userId: student.id, currency: "CHF" })).toBe(5000);
});

test("what came up yesterday evening by the school's clock waits since yesterday, in the list and in its filter", async () => {
  school.clock.set(new Date("2026-03-10T22:30:00Z"));
  await overpaid(7000);
  expect((await list()).map(({ days }) => days)).toEqual([0]);
  expect((await listWork(school.reading(finance), { age: "1" }, VIEW)).total).toBe(0);
  school.clock.set(new Date("2026-03-10T23:30:00Z"));
  expect((await list()).map(({ days }) => days)).toEqual([1]);
  expect((await listWork(school.reading(finance), { age: "1" }, VIEW)).total).toBe(1);
});
