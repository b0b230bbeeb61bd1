import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cohorts, orders } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { first, placesIn, SCHOOL_SECRET, some } from "#tests/support/places-for-others.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { createClaimSecret } from "../claim-links/claim-secret.ts";
import { listOrdersToRemind, remindOfClaimLinks } from "../claim-links/remind-of-claim-links.ts";
import { moveEnrolment } from "./move-enrolment.ts";
import { revokeEnrolment } from "./revoke-enrolment.ts";
import { getReceipt } from "../learning/get-receipt.ts";
import { createSystemActor } from "../kernel/actor.ts";
import { listMyOrders } from "../learning/list-my-orders.ts";
import { reconcileCounters } from "../maintenance/reconcile-counters.ts";
import { wordsIn } from "#tests/support/pseudo-language.ts";
import { getMail } from "../mail/get-mail.ts";
import { hasSecret, isForgotten } from "../mail/remove-secret.ts";
import { getClaimsFacts } from "../mail/get-claim-facts.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { joinWaitingList } from "../waiting/join-waiting-list.ts";
import { cancelClaimLink } from "./cancel-claim-link.ts";
import { cancelCohort } from "./cancel-cohort.ts";
import { cancelCohortClaim } from "./cancel-cohort-claim.ts";
import { cancelOrder } from "./cancel-order.ts";
import { disableUser } from "./disable-user.ts";
import { enrolStudent } from "./enrol-student.ts";
import { getCheckout } from "./get-checkout.ts";
import { getClaimOffer } from "./get-claim-offer.ts";
import { getOrderClaims } from "./get-order-claims.ts";
import { leaveCohort } from "./leave-cohort.ts";
import { listClaimLinks } from "./list-claim-links.ts";
import { listCohortsToEmpty, listUnclaimedToCancel } from "./list-places-to-cancel.ts";
import { mergeStudents } from "./merge-students.ts";
import { undoStudentMerge } from "./undo-student-merge.ts";

const COMING = new Date("2027-05-01T10:00:00Z");

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });
const { buy, buyPaid, linkOf, claim, seats, mailsTo } = placesIn(() => school);
const system = () => createSystemActor("test");

describe("whoever claims a place", () => {
  test("sees nothing of the order, and the buyer nothing but who has claimed it and when", async () => {
    const { id } = await school.cohort({ priceMinor: 900 });
    const { links, buyer, order } = await buyPaid(id, some(2));
    const student = await school.person("student");
    await claim(student, first(links));
    const theirs = school.reading(student);
    expect(await getOrderClaims(theirs, order.code)).toBeUndefined();
    expect(await getCheckout(theirs, order.code)).toBeUndefined();
    expect(await getReceipt(theirs, order.code)).toBeUndefined();
    const seen = await getOrderClaims(school.reading(buyer), order.code);
    const [one, two] = seen?.links ?? [];
    expect(one).toMatchObject({ state: "claimed", studentName: expect.any(String), enrolmentState: "active" });
    expect(two).toMatchObject({ state: "open", studentName: null, claimedAt: null });
    expect(JSON.stringify(seen)).not.toContain(student.email);
  });

  test("is bought by the terms that the receipt, the checkout and the letter say", async () => {
    const terms = { cancelDays: 3, cancelPercent: 80, cancelFeeMinor: 500, moveDays: null };
    const { id } = await school.cohort({ priceMinor: 10_000, startsAt: COMING, ...terms });
    const { buyer, order } = await buyPaid(id, some(3));
    const agreed = { isAgreed: true, leaving: { cancel: { percent: 80, fee: { minor: 500, currency: "CHF" } } } };
    expect((await getReceipt(school.reading(buyer), order.code))?.leaving).toMatchObject([agreed, agreed, agreed]);
    const said = { orderId: order.id, isReminder: false };
    expect(await getClaimsFacts(school.database.read, said, "en")).toMatchObject({ places: 3, leaving: agreed });
    const waiting = await buy(buyer, id, some(1));
    expect((await getCheckout(school.reading(buyer), waiting.order.code))?.leaving).toMatchObject([agreed]);
  });

  test("uses the link by a press and not by opening its page, however often a mail program does", async () => {
    const { id } = await school.cohort();
    const { links } = await buyPaid(id, some(1));
    const link = first(links);
    const asked = {
      claimLinkId: link.id,
      secret: createClaimSecret(SCHOOL_SECRET, link),
      schoolSecret: SCHOOL_SECRET,
    };
    const student = await school.person("student");
    for (const actor of [system(), student, student]) {
      expect(await getClaimOffer(school.reading(actor), asked)).toMatchObject({ barrier: null });
    }
    expect((await linkOf(link.id)).state).toBe("open");
    const wrong = await getClaimOffer(school.reading(student), { ...asked, secret: "0".repeat(32) });
    expect(wrong).toEqual({ barrier: "replaced", offer: null });
  });

  test("is told of an order of their own that waits, and can claim once it is called off", async () => {
    const { id } = await school.cohort({ capacity: 4, priceMinor: 100 });
    const { links } = await buyPaid(id, some(1));
    const link = first(links);
    const student = await school.person("student");
    const own = await school.as(student)((ctx) =>
      enrolStudent(ctx, { cohortId: id, studentId: student.id, provider: "first" }),
    );
    const asked = { claimLinkId: link.id, secret: createClaimSecret(SCHOOL_SECRET, link), schoolSecret: SCHOOL_SECRET };
    const shown = () => getClaimOffer(school.reading(student), asked);
    expect(await shown()).toMatchObject({ barrier: "ordered", orderCode: own.order?.code });
    await school.as(student)((ctx) => cancelOrder(ctx, { orderId: own.order?.id ?? "", why: "" }));
    expect(await shown()).toMatchObject({ barrier: null });
    await claim(student, link);
    const other = await buyPaid(id, some(1));
    const second = first(other.links);
    const again = { ...asked, claimLinkId: second.id, secret: createClaimSecret(SCHOOL_SECRET, second) };
    expect(await getClaimOffer(school.reading(student), again)).toMatchObject({ barrier: "enrolled" });
  });

  test("comes off the waiting list, and the seat that they were offered goes to the next", async () => {
    const { id } = await school.cohort({ capacity: 2, waitingList: true });
    const { links } = await buyPaid(id, some(1));
    const other = await school.person("student");
    const { enrolment } = await school.as(other)((ctx) => enrolStudent(ctx, { cohortId: id, studentId: other.id }));
    const [waiting, next] = [await school.person("student"), await school.person("student")];
    for (const one of [waiting, next]) {
      await school.as(one)((ctx) => joinWaitingList(ctx, { cohortId: id, studentId: one.id }));
    }
    await school.as(other)((ctx) => leaveCohort(ctx, { enrolmentId: enrolment.id }));
    expect((await mailsTo(waiting.email)).map(({ kind }) => kind)).toEqual(["waiting_offer"]);
    await claim(waiting, first(links));
    expect((await mailsTo(next.email)).map(({ kind }) => kind)).toEqual(["waiting_offer"]);
    expect(await seats(id)).toEqual([1, 1]);
  });
});

describe("the seats of places for others", () => {
  test("count as taken everywhere they are counted, claimed, moved, taken back or given back", async () => {
    const { id, courseId } = await school.cohort({ capacity: 5, startsAt: COMING });
    const target = await school.cohort({ capacity: 5, startsAt: COMING, name: "Moved here" }, { id: courseId });
    const { links, buyer, order } = await buyPaid(id, some(3));
    const desk = await school.person("support");
    const moved = await claim(await school.person("student"), first(links));
    await school.as(desk)((ctx) =>
      moveEnrolment(ctx, { enrolmentId: moved.enrolment.id, toCohortId: target.id, why: "asked" }),
    );
    expect([await seats(id), await seats(target.id)]).toEqual([
      [0, 2],
      [0, 1],
    ]);
    const shown = await getOrderClaims(school.reading(buyer), order.code);
    expect(shown?.cohortId, "more places are ordered where these were bought").toBe(id);
    expect(shown?.links.map(({ movedTo }) => movedTo?.name)).toEqual(["Moved here", undefined, undefined]);
    const mover = { ...(await school.person("student")), id: moved.enrolment.studentId };
    await school.as(mover)((ctx) => leaveCohort(ctx, { enrolmentId: moved.enrolment.id }));
    expect(await seats(target.id)).toEqual([0, 1]);
    const taken = await claim(await school.person("student"), links[1] as (typeof links)[number]);
    await school.as(desk)((ctx) => revokeEnrolment(ctx, { enrolmentId: taken.enrolment.id, why: "rude" }));
    expect(await seats(id)).toEqual([0, 1]);
    for await (const differences of reconcileCounters(school.reading(system()))) {
      expect(differences.filter(({ objectType }) => objectType === "cohort")).toEqual([]);
    }
  });

  test("are free again when the buyer calls the unpaid order off, or their account is disabled", async () => {
    const { id } = await school.cohort({ capacity: 4, priceMinor: 100 });
    const buyer = await school.person("student");
    const { order } = await buy(buyer, id, some(2));
    await school.as(buyer)((ctx) => cancelOrder(ctx, { orderId: order.id, why: "" }));
    expect(await seats(id)).toEqual([0, 0]);
    await buy(buyer, id, some(4));
    const admin = await school.person("admin");
    await school.as(admin)((ctx) => disableUser(ctx, { userId: buyer.id }));
    expect(await seats(id)).toEqual([0, 0]);
  });
});

describe("a cohort that is cancelled", () => {
  test("ends places that nobody has claimed, paid or not, sends the money back and tells the buyer once", async () => {
    const { id } = await school.cohort({ capacity: 9, priceMinor: 1_000 });
    const { links, buyer } = await buyPaid(id, some(3));
    await claim(await school.person("student"), first(links));
    const unpaid = await buy(await school.person("student"), id, some(2));
    const owner = await school.person("owner");
    await expect(school.as(owner)((ctx) => cancelCohort(ctx, { cohortId: id, why: "ill" }))).rejects.toEqual(
      refusal("cohort_in_use"),
    );
    await school.as(owner)((ctx) => cancelCohort(ctx, { cohortId: id, why: "ill", refund: "now" }));
    const { read } = school.database;
    expect(await listCohortsToEmpty(read, 50)).toContain(id);
    let minor = 0;
    for (const claimLinkId of await listUnclaimedToCancel(read, { cohortId: id, after: "", limit: 50 })) {
      const asked = await school.asSystem((ctx) => cancelCohortClaim(ctx, { claimLinkId }));
      for (const { amountMinor } of asked) minor += amountMinor;
    }
    expect([minor, await seats(id)]).toEqual([2_000, [0, 1]]);
    const [row] = await read.select().from(orders).where(eq(orders.id, unpaid.order.id));
    expect(row?.state).toBe("cancelled");
    expect((await mailsTo(buyer.email)).filter(({ kind }) => kind === "claims_ended")).toHaveLength(1);
    await expect(claim(await school.person("student"), links[1] as (typeof links)[number])).rejects.toEqual(
      refusal("wrong_state"),
    );
  });
});

describe("money", () => {
  test("a place that is given back twice at the same time is refunded once", async () => {
    const { id } = await school.cohort({ priceMinor: 1_000, startsAt: COMING, cancelDays: 7, cancelPercent: 100 });
    const { links, buyer } = await buyPaid(id, some(2));
    const claimLinkId = first(links).id;
    const both = await Promise.allSettled(
      [1, 2].map(() => school.as(buyer)((ctx) => cancelClaimLink(ctx, { claimLinkId }))),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("every place of an order can be given back, each with its own share and fee", async () => {
    const terms = { startsAt: COMING, cancelDays: 7, cancelPercent: 50, cancelFeeMinor: 1 };
    const { id } = await school.cohort({ priceMinor: 333, ...terms });
    const { links, buyer } = await buyPaid(id, some(3));
    const minors: number[] = [];
    for (const { id: claimLinkId } of links) {
      for (const refund of await school.as(buyer)((ctx) => cancelClaimLink(ctx, { claimLinkId }))) {
        minors.push(refund.amountMinor);
      }
    }
    expect(minors).toEqual([166, 166, 166]);
    expect(await seats(id)).toEqual([0, 0]);
  });

  test("no link opens anything once all the money of its order is on its way back, and its seat is free", async () => {
    const { id } = await school.cohort({ priceMinor: 1_000, capacity: 2 });
    const { links, payment } = await buyPaid(id, some(2));
    await claim(await school.person("student"), first(links));
    const finance = await school.person("finance");
    const give = (amountMinor: number) =>
      school.as(finance)((ctx) =>
        requestRefund(ctx, { paymentId: payment?.id ?? "", amountMinor, reason: "goodwill" }),
      );
    await give(1_999);
    expect(await seats(id)).toEqual([0, 2]);
    await give(1);
    expect(await seats(id)).toEqual([0, 1]);
    await expect(claim(await school.person("student"), links[1] as (typeof links)[number])).rejects.toThrow(
      "was given back",
    );
  });

  test("a place whose money has all gone back is nobody's to hand out again when its student leaves", async () => {
    const { id } = await school.cohort({ priceMinor: 1_000, capacity: 2, startsAt: COMING });
    const { links, payment } = await buyPaid(id, some(1));
    const { enrolment } = await claim(await school.person("student"), first(links));
    const finance = await school.person("finance");
    const refund = { paymentId: payment?.id ?? "", amountMinor: 1_000, reason: "goodwill" };
    await school.as(finance)((ctx) => requestRefund(ctx, refund));
    const student = { ...(await school.person("student")), id: enrolment.studentId };
    await school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId: enrolment.id }));
    expect([(await linkOf(first(links).id)).state, await seats(id)]).toEqual(["cancelled", [0, 0]]);
  });
});

describe("the buyer", () => {
  test("finds one line on the receipt and one title among the orders, however many places there are", async () => {
    const { id } = await school.cohort({ priceMinor: 1_000 });
    const { buyer, order } = await buyPaid(id, some(3));
    const receipt = await getReceipt(school.reading(buyer), order.code);
    expect(receipt?.lines.map(({ quantity, totalMinor }) => [quantity, totalMinor])).toEqual([[3, 3_000]]);
    const { items } = await listMyOrders(school.reading(buyer), buyer.id, 1);
    expect(first(items).titles).toHaveLength(1);
  });

  test("is reminded once, a week before the beginning, of places that nobody has claimed", async () => {
    const startsAt = new Date(school.clock().getTime() + 20 * 86_400_000);
    const { id } = await school.cohort({ startsAt });
    const { links, buyer, order } = await buyPaid(id, some(1));
    const { read } = school.database;
    expect(await listOrdersToRemind(read, school.clock(), 50)).not.toContain(order.id);
    school.clock.forward(14 * 86_400_000);
    expect(await listOrdersToRemind(read, school.clock(), 50)).toContain(order.id);
    expect(await school.asSystem((ctx) => remindOfClaimLinks(ctx, order.id))).toBe(true);
    await school.asSystem((ctx) => remindOfClaimLinks(ctx, order.id));
    expect(await listOrdersToRemind(read, school.clock(), 50)).not.toContain(order.id);
    const mails = await mailsTo(buyer.email);
    expect(mails.filter(({ payload }) => payload.isReminder === true)).toHaveLength(1);
    await claim(await school.person("student"), first(links));
    expect(await school.asSystem((ctx) => remindOfClaimLinks(ctx, order.id))).toBe(false);
  });

  test("keeps their places when two accounts become one, and two again; so does whoever has claimed", async () => {
    const { id } = await school.cohort();
    const { links, buyer, order } = await buyPaid(id, some(2));
    const student = await school.person("student");
    await claim(student, first(links));
    const [kept, other] = [await school.person("student"), await school.person("student")];
    const admin = await school.person("admin");
    const merge = (fromId: string, intoId: string) =>
      school.as(admin)((ctx) => mergeStudents(ctx, { fromId, intoId, why: "the same person" }));
    await merge(buyer.id, kept.id);
    await merge(student.id, other.id);
    const seen = await getOrderClaims(school.reading(kept), order.code);
    expect(seen?.links.map(({ state }) => state)).toEqual(["claimed", "open"]);
    expect(await getOrderClaims(school.reading(buyer), order.code)).toBeUndefined();
    await school.as(admin)((ctx) => undoStudentMerge(ctx, { fromId: buyer.id }));
    expect(await getOrderClaims(school.reading(buyer), order.code)).toBeDefined();
  });

  test("of one cohort is found by the office, by name, order and state", async () => {
    const { id, courseId } = await school.cohort();
    const { order, buyer, links } = await buyPaid(id, some(2));
    const desk = school.reading(await school.person("finance"));
    const view = { sort: "created", direction: "desc", page: 1 } as const;
    const { items } = await listClaimLinks(desk, { cohortId: id, state: "open", q: order.code }, view);
    expect(items.map(({ orderCode }) => orderCode)).toEqual([order.code, order.code]);
    const student = school.reading(await school.person("student"));
    const claimer = await school.person("student");
    await claim(claimer, first(links));
    for (const [q, found] of [
      [buyer.email, 2],
      [claimer.email, 1],
      ["nobody@example.org", 0],
    ] as const) {
      expect((await listClaimLinks(desk, { courseId, q }, view)).items).toHaveLength(found);
    }
    await expect(listClaimLinks(student, {}, view)).rejects.toEqual(refusal("forbidden"));
  });

  test("cannot hand out a place of a cohort that is over", async () => {
    const { id } = await school.cohort();
    const { links } = await buyPaid(id, some(1));
    await school.database.write(async (tx) => {
      await tx.update(cohorts).set({ endsAt: school.clock() }).where(eq(cohorts.id, id));
    });
    await expect(claim(await school.person("student"), first(links))).rejects.toEqual(refusal("enrolment_closed"));
  });
});

test("the mail of a link shows it whole to its recipient and in a demo, and to the office never", async () => {
  const { id } = await school.cohort();
  const { links } = await buyPaid(id, [{ name: "Mia", email: `mia-${id}@example.org` }]);
  const [mail] = await mailsTo(`mia-${id}@example.org`);
  const link = first(links);
  const getClaimSecret = (key: { id: string; version: number }) => createClaimSecret(SCHOOL_SECRET, key);
  const place = { url: "https://school.example", bank: null, wordsIn, getClaimSecret };
  const desk = school.reading(await school.person("support"));
  const shown = async (demo: boolean) => {
    const view = await getMail({ ...desk, rules: { ...school.rules, demo } }, mail?.id ?? "", place);
    return [view?.letter?.text, view?.isVeiled] as const;
  };
  const whole = `/claim/${link.id}/${getClaimSecret(link)}`;
  expect(await shown(true)).toEqual([expect.stringContaining(whole), false]);
  expect(await shown(false)).toEqual([expect.not.stringContaining("/claim/"), true]);
  // What is sent is written whole, and what is kept of it without the link (services/mail/send-due-mails.ts).
  expect([hasSecret({ kind: "claim_link" }), isForgotten({ kind: "claim_link" })]).toEqual([true, false]);
});
