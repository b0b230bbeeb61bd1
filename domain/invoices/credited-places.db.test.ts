import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { creditOffers } from "#db/schema/index.ts";
import { type InvoicingSchool, openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { placesIn } from "#tests/support/places-for-others.ts";
import { endPurchase } from "../checkout/end-purchase.ts";
import type { ClaimLink } from "../claim-links/find-claim-link.ts";
import { answerCreditOffer } from "../credit/answer-credit-offer.ts";
import { offerCredit } from "../credit/offer-credit.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { checkEInvoice } from "./e-invoices/check-e-invoice.ts";

let school: InvoicingSchool;
let admin: Person;
beforeAll(async () => {
  school = await openInvoicingSchool();
  admin = await school.person("owner");
});
afterAll(async () => {
  expect(await school.findNumberFaults()).toEqual([]);
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

type Person = Awaited<ReturnType<InvoicingSchool["person"]>>;
const PRICE = 20_000;
const { buyPaid } = placesIn(() => school);

/** A company's order of four places, each for somebody by name. */
async function bought() {
  const cohort = await school.cohort({ capacity: 20, priceMinor: PRICE });
  const names = ["Ada", "Ben", "Cleo", "Dan"];
  const it = await buyPaid(
    cohort.id,
    names.map((name) => ({ name, email: null })),
  );
  const send = (refundId: string) =>
    school.asSystem((ctx) => recordRefund(ctx, { refundId, view: { state: "done", reference: refundId } }));
  const end = async (place: number, amountMinor: number, refund: "now" | "review") => {
    const { orderLineId: lineId } = it.links[place] as ClaimLink;
    const lines = [{ lineId, access: "ends" as const, amountMinor }];
    const asked = await school.as(admin)((ctx) =>
      endPurchase(ctx, { orderId: it.order.id, lines, why: "ill", refund }),
    );
    for (const { id } of asked) await send(id);
  };
  const payBack = async (amountMinor: number) => {
    const asked = { paymentId: it.payment?.id ?? "", amountMinor, reason: "ill" };
    const { refund } = await school.as(admin)((ctx) => requestRefund(ctx, asked));
    await send(refund.id);
  };
  /** What each credit note says: the sum, and of each line how many, whose, and whether it only takes something off. */
  const notes = async () =>
    (await school.listIssued(it.order))
      .filter(({ kind }) => kind === "credit_note")
      .map(({ totalMinor, content }) => [
        totalMinor,
        ...content.lines.map(({ quantity, details, isReduction = false }) => [
          ...[quantity, details.slice(1).join(" "), isReduction],
        ]),
      ]);
  return { ...it, end, payBack, notes };
}

test("a place of several that ends is credited as one, with its participant, and the last note gives back the others", async () => {
  const { order, end, payBack, notes } = await bought();
  await end(1, PRICE, "now");
  await end(3, PRICE - 5_000, "now");
  expect(await notes()).toEqual([
    [PRICE, [1, "Ben", false]],
    [PRICE - 5_000, [1, "Dan", false]],
  ]);
  await payBack(2 * PRICE + 5_000);
  expect((await notes()).at(-1)).toEqual([2 * PRICE + 5_000, [2, "Ada Cleo", false]]);
  for (const { content } of await school.listIssued(order)) {
    const buyer = { ...content.buyer, country: "CH" };
    expect(checkEInvoice({ ...content, buyer }, "en16931")).toEqual([]);
  }
});

test("goodwill of an order with several places is a reduction, and names none of them", async () => {
  const { end, payBack, notes } = await bought();
  await payBack(3_000);
  await end(0, PRICE - 1_000, "now");
  // It is what a place costs, and yet no place has ended for it.
  await payBack(PRICE);
  expect(await notes()).toEqual([
    [3_000, [1, "", true]],
    [PRICE - 1_000, [1, "Ada", false]],
    [PRICE, [1, "", true]],
  ]);
});

test("a place that was left for review is credited as itself when it becomes credit, or is given back by hand", async () => {
  const { order, buyer, end, payBack, notes } = await bought();
  await end(2, PRICE, "review");
  expect(await notes()).toEqual([]);
  await school.as(admin)((ctx) => offerCredit(ctx, { orderId: order.id, amountMinor: PRICE, reason: "" }));
  const [offer] = await school.database.read.select().from(creditOffers).where(eq(creditOffers.orderId, order.id));
  await school.as(buyer)((ctx) => answerCreditOffer(ctx, { offerId: offer?.id ?? "", agrees: true }));
  expect(await notes()).toEqual([[PRICE, [1, "Cleo", false]]]);
  await end(0, PRICE - 2_000, "review");
  await payBack(PRICE - 2_000);
  expect((await notes()).at(-1)).toEqual([PRICE - 2_000, [1, "Ada", false]]);
});
