import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { creditOffers, orders } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { first, placesIn, some } from "#tests/support/places-for-others.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import type { ClaimLink } from "../claim-links/find-claim-link.ts";
import { answerCreditOffer } from "../credit/answer-credit-offer.ts";
import { getCreditMinor } from "../credit/get-credit.ts";
import { offerCredit } from "../credit/offer-credit.ts";
import { listEnrolments } from "../enrolments/list-enrolments.ts";
import { getOrder } from "../orders/get-order.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { listWork } from "../reports/list-work.ts";
import { takeWorkStep } from "../reports/take-work-step.ts";
import { listWorkSteps } from "../reports/work-steps.ts";
import { cancelClaimLink } from "./cancel-claim-link.ts";
import { cancelCohort } from "./cancel-cohort.ts";
import { cancelCohortClaim } from "./cancel-cohort-claim.ts";
import { cancelCohortPlace } from "./cancel-cohort-place.ts";
import { endPurchase } from "./end-purchase.ts";
import { getEnding } from "./get-ending.ts";

let school: TestSchool;
let admin: Person;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("owner");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

type Person = Awaited<ReturnType<TestSchool["person"]>>;

const PRICE = 20_000;
const { buyPaid, claim } = placesIn(() => school);

/** A company's order of so many places, paid, in a cohort of its own. */
async function bought(places: number) {
  const cohort = await school.cohort({ capacity: 20, priceMinor: PRICE });
  return { cohort, ...(await buyPaid(cohort.id, some(places))) };
}

const seen = async (code: string) => {
  const order = await getOrder(school.reading(admin), code);
  if (!order) throw new Error("no such order");
  return order;
};

const workOf = async (orderId: string) => {
  const view = { sort: "since", direction: "asc", page: 1 } as const;
  return (await listWork(school.reading(admin), {}, view)).items.find((each) => each.orderId === orderId);
};

/** The office ends a place of an order, from the page of the whole order. */
async function endPlace(orderId: string, link: ClaimLink, amountMinor: number, refund: "now" | "review" = "review") {
  const lines = [{ lineId: link.orderLineId, access: "ends", amountMinor } as const];
  return school.as(admin)((ctx) => endPurchase(ctx, { orderId, lines, why: "ill", refund }));
}

const done = (refundId: string) =>
  school.asSystem((ctx) => recordRefund(ctx, { refundId, view: { state: "done", reference: refundId, failure: "" } }));

const decide = async (buyer: Person, agrees: boolean) => {
  const offers = await school.database.read.select().from(creditOffers).where(eq(creditOffers.state, "offered"));
  await school.as(buyer)((ctx) => answerCreditOffer(ctx, { offerId: first(offers).id, agrees }));
};

describe("a place of several that ended and is left for review", () => {
  test("is owed as it was said: on the order, in the worklist and where the order is ended, and becomes credit", async () => {
    const { order, links, buyer } = await bought(3);
    await endPlace(order.id, first(links), PRICE - 5_000);
    expect(await seen(order.code)).toMatchObject({
      state: "paid",
      reviewReason: "refund_due",
      owedMinor: PRICE - 5_000,
    });
    const item = await workOf(order.id);
    if (!item) throw new Error("nothing waits");
    expect(item).toMatchObject({ kind: "refund_due", amountMinor: PRICE - 5_000 });
    expect(listWorkSteps(item)).toContain("offer_credit");
    const ending = await getEnding(school.reading(admin), { orderId: order.id });
    expect(ending?.lines.map(({ returnedMinor, canEnd }) => [canEnd, canEnd || returnedMinor])).toEqual([
      [false, PRICE - 5_000],
      [true, true],
      [true, true],
    ]);
    const offer = (amountMinor: number) =>
      school.as(admin)((ctx) => offerCredit(ctx, { orderId: order.id, amountMinor, reason: "" }));
    await expect(offer(PRICE)).rejects.toMatchObject({ code: "refund_too_large" });
    await school.as(admin)((ctx) => takeWorkStep(ctx, { kind: item.kind, itemId: item.itemId, step: "offer_credit" }));
    await decide(buyer, true);
    expect(await getCreditMinor(school.database.read, { userId: buyer.id, currency: "CHF" })).toBe(PRICE - 5_000);
    expect(await seen(order.code)).toMatchObject({ state: "paid", reviewReason: null, owedMinor: 0 });
    expect(await workOf(order.id)).toBeUndefined();
  });

  test("stays owed when another place goes back at once, whichever of the two ended first", async () => {
    for (const order of [
      ["review", "now"],
      ["now", "review"],
    ] as const) {
      const it = await bought(3);
      const [one, two] = it.links as [ClaimLink, ClaimLink];
      const asked = [
        ...(await endPlace(it.order.id, one, PRICE, order[0])),
        ...(await endPlace(it.order.id, two, PRICE, order[1])),
      ];
      expect(asked.map(({ amountMinor }) => amountMinor)).toEqual([PRICE]);
      expect(await seen(it.order.code)).toMatchObject({ reviewReason: "refund_due", owedMinor: PRICE });
      await done(first(asked).id);
      expect(await seen(it.order.code)).toMatchObject({ reviewReason: "refund_due", owedMinor: PRICE });
    }
  });

  test("is owed no more once it is given back on the page of the order", async () => {
    const { order, links, payment } = await bought(2);
    await endPlace(order.id, first(links), PRICE);
    const paymentId = payment?.id ?? "";
    const asked = { paymentId, amountMinor: PRICE, reason: "ill" };
    const { refund } = await school.as(admin)((ctx) => requestRefund(ctx, asked));
    expect(await seen(order.code)).toMatchObject({ reviewReason: null, owedMinor: 0 });
    await done(refund.id);
    const { balance, journals } = await seen(order.code);
    expect(balance).toMatchObject({ paidMinor: PRICE, refundedMinor: PRICE });
    expect(journals.map(({ kind }) => kind)).toEqual([
      "payment_settled",
      "order_paid",
      "place_cancelled",
      "refund_done",
    ]);
  });
});

describe("an order for others ends with the last of its places", () => {
  const stateOf = async (id: string) => {
    const [row] = await school.database.read.select().from(orders).where(eq(orders.id, id));
    return [row?.state, row?.keptMinor];
  };

  test.each(["now", "review"] as const)("when its cohort is cancelled, and the money goes back: %s", async (refund) => {
    const { order, links, cohort } = await bought(3);
    const student = await school.person("student");
    const { enrolment } = await claim(student, first(links));
    await school.as(admin)((ctx) => cancelCohort(ctx, { cohortId: cohort.id, refund, why: "ill" }));
    await school.as(admin)((ctx) => cancelCohortPlace(ctx, { enrolmentId: enrolment.id }));
    const [, two, three] = links as [ClaimLink, ClaimLink, ClaimLink];
    await school.as(admin)((ctx) => cancelCohortClaim(ctx, { claimLinkId: two.id }));
    expect(await stateOf(order.id)).toEqual(["paid", 0]);
    await school.as(admin)((ctx) => cancelCohortClaim(ctx, { claimLinkId: three.id }));
    expect(await stateOf(order.id)).toEqual(["cancelled", 0]);
    const { owedMinor, payments, lines } = await seen(order.code);
    const asked = payments.flatMap(({ refunds }) => refunds.map(({ amountMinor }) => amountMinor));
    expect([owedMinor, asked]).toEqual(refund === "now" ? [0, [PRICE, PRICE, PRICE]] : [3 * PRICE, []]);
    expect(lines.map(({ claim: of }) => of?.state)).toEqual(["cancelled", "cancelled", "cancelled"]);
  });

  test("when its buyer gives back the last one, and what the school kept is not owed", async () => {
    const { order, links } = await bought(2);
    const [one, two] = links as [ClaimLink, ClaimLink];
    await endPlace(order.id, one, PRICE - 5_000);
    await school.as(admin)((ctx) => cancelClaimLink(ctx, { claimLinkId: two.id, why: "ill", refund: "now" }));
    expect(await stateOf(order.id)).toEqual(["cancelled", 5_000]);
    expect(await seen(order.code)).toMatchObject({ reviewReason: "refund_due", owedMinor: PRICE - 5_000 });
  });
});

test("the list of enrolments names the order of a place that somebody else has bought, and finds it by its code", async () => {
  const { order, links } = await bought(2);
  const { enrolment } = await claim(await school.person("student"), first(links));
  const view = { sort: "created", direction: "desc", page: 1 } as const;
  const { items } = await listEnrolments(school.reading(admin), { q: order.code }, view);
  expect(items.map(({ id, orderCode, claimedOrderCode }) => [id, orderCode, claimedOrderCode])).toEqual([
    [enrolment.id, null, order.code],
  ]);
});
