import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cohorts, enrolments, orders, refunds, users } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { first, placesIn, some } from "#tests/support/places-for-others.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import type { ClaimLink } from "../claim-links/find-claim-link.ts";
import type { ClaimNames } from "../claim-links/parse-claim-names.ts";
import { renewClaimLink } from "../claim-links/renew-claim-link.ts";
import { sendClaimLink } from "../claim-links/send-claim-link.ts";
import { withdrawClaimLink } from "../claim-links/withdraw-claim-link.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { cancelClaimLink } from "./cancel-claim-link.ts";
import { cancelEnrolment } from "./cancel-enrolment.ts";
import { enrolOthers } from "./enrol-others.ts";
import { getEnrolView } from "./get-enrol-view.ts";
import { enrolStudent } from "./enrol-student.ts";
import { expireOrder } from "./expire-order.ts";
import { listCancellableEnrolments } from "./list-cancellable-enrolments.ts";
import { leaveCohort } from "./leave-cohort.ts";
import { reassignClaimLink } from "./reassign-claim-link.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

type Person = Awaited<ReturnType<TestSchool["person"]>>;

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });
const nobody: ClaimNames = { name: "", email: null };
const { buy, buyPaid, settle, linkOf, claim, seats, mailsTo } = placesIn(() => school);

describe("an order for others", () => {
  test("holds all its seats, and each is claimed by its link once it is paid", async () => {
    const { id } = await school.cohort({ capacity: 3, priceMinor: 10_000 });
    const buyer = await school.person("student");
    const { order, payment, links } = await buy(buyer, id, some(3));
    expect([order.totalMinor, order.state, await seats(id)]).toEqual([30_000, "awaiting_payment", [3, 0]]);
    const link = first(links);
    const student = await school.person("student");
    await expect(claim(student, link)).rejects.toEqual(refusal("wrong_state"));
    if (payment) await settle(payment);
    expect(await seats(id)).toEqual([0, 3]);
    const { enrolment } = await claim(student, link);
    expect(enrolment).toMatchObject({ studentId: student.id, state: "active", orderLineId: null });
    expect(await seats(id)).toEqual([0, 3]);
    expect((await mailsTo(student.email)).map(({ kind }) => kind)).toEqual(["enrolment_confirmed"]);
    expect((await mailsTo(buyer.email)).map(({ kind }) => kind)).toEqual(["claim_links_ready"]);
  });

  test("is all or nothing, and says how many seats are left", async () => {
    const { id } = await school.cohort({ capacity: 2 });
    const buyer = await school.person("student");
    const refused = buy(buyer, id, some(3));
    await expect(refused).rejects.toEqual(refusal("cohort_full"));
    await expect(refused).rejects.toThrow("Only 2 seats are left, and you want 3.");
    expect(await seats(id)).toEqual([0, 0]);
  });

  test("goes past nobody who waits", async () => {
    const { id } = await school.cohort({ capacity: 4, waitingList: true });
    await buyPaid(id, some(1));
    const { joinWaitingList } = await import("../waiting/join-waiting-list.ts");
    await buyPaid(id, some(3));
    const waiting = await school.person("student");
    await school.as(waiting)((ctx) => joinWaitingList(ctx, { cohortId: id, studentId: waiting.id }));
    await school.database.write(async (tx) => {
      await tx.update(cohorts).set({ capacity: 6 }).where(eq(cohorts.id, id));
    });
    await expect(buy(await school.person("student"), id, some(2))).rejects.toEqual(refusal("cohort_full"));
  });

  test("that runs out gives every seat back, and late money is honoured when all are still free", async () => {
    const { id } = await school.cohort({ capacity: 3, priceMinor: 1_000 });
    const buyer = await school.person("student");
    const { order, payment, links } = await buy(buyer, id, some(3));
    school.clock.forward(school.minutes(60));
    await school.asSystem((ctx) => expireOrder(ctx, order.id));
    expect(await seats(id)).toEqual([0, 0]);
    if (payment) await settle(payment);
    expect(await seats(id)).toEqual([0, 3]);
    await claim(await school.person("student"), await linkOf(first(links).id));
  });

  test("paid late with one seat too few is left for a person, and takes none", async () => {
    const { id } = await school.cohort({ capacity: 3, priceMinor: 1_000 });
    const { order, payment } = await buy(await school.person("student"), id, some(3));
    school.clock.forward(school.minutes(60));
    await school.asSystem((ctx) => expireOrder(ctx, order.id));
    await buyPaid(id, some(1));
    if (payment) await settle(payment);
    const [row] = await school.database.read.select().from(orders).where(eq(orders.id, order.id));
    expect([row?.state, row?.reviewReason, await seats(id)]).toEqual(["expired", "late_money_no_seat", [0, 1]]);
  });

  test("of eight and eight who come alone: the last eight seats go to one side or are shared out, never sold twice", async () => {
    const { id } = await school.cohort({ capacity: 8 });
    const company = await school.person("student");
    const alone = await Promise.all(Array.from({ length: 8 }, () => school.person("student")));
    const tries = await Promise.allSettled([
      ...alone.slice(0, 4).map((one) => enrol(one, id)),
      buy(company, id, some(8)),
      ...alone.slice(4).map((one) => enrol(one, id)),
    ]);
    const company8 = tries[4]?.status === "fulfilled" ? 8 : 0;
    const singles = tries.filter(({ status }, at) => at !== 4 && status === "fulfilled").length;
    expect([company8 + singles, await seats(id)]).toEqual([8, [0, 8]]);
    expect(company8 === 0 || singles === 0).toBe(true);
  });
});

const enrol = (person: Person, cohortId: string) =>
  school.as(person)((ctx) => enrolStudent(ctx, { cohortId, studentId: person.id }));

const unconfirm = ({ id }: Person) =>
  school.database.write(async (tx) => {
    await tx.update(users).set({ verifiedAt: null }).where(eq(users.id, id));
  });

describe("a claim link", () => {
  test("works once: of two who press at the same time one has the place", async () => {
    const { id } = await school.cohort({ capacity: 2 });
    const { links } = await buyPaid(id, some(2));
    const link = first(links);
    const people = await Promise.all([school.person("student"), school.person("student"), school.person("student")]);
    const tries = await Promise.allSettled(people.map((one) => claim(one, link)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of tries) if (each.status === "rejected") expect(each.reason).toEqual(refusal("wrong_state"));
    expect(await seats(id)).toEqual([0, 2]);
  });

  test("pressed twice by the same person gives the same place", async () => {
    const { id } = await school.cohort();
    const { links } = await buyPaid(id, some(1));
    const student = await school.person("student");
    const [one, two] = await Promise.all([claim(student, first(links)), claim(student, first(links))]);
    expect(one.enrolment.id).toBe(two.enrolment.id);
  });

  test("is none for whoever has a place in the cohort, and stays free for somebody else", async () => {
    const { id } = await school.cohort();
    const { links } = await buyPaid(id, some(2));
    const student = await school.person("student");
    await claim(student, first(links));
    await expect(claim(student, links[1] as ClaimLink)).rejects.toEqual(refusal("already_enrolled"));
    await claim(await school.person("student"), links[1] as ClaimLink);
  });

  test("may be used by the buyer for themselves", async () => {
    const { id } = await school.cohort();
    const { links, buyer } = await buyPaid(id, some(2));
    await claim(buyer, first(links));
    await expect(claim(buyer, links[1] as ClaimLink)).rejects.toEqual(refusal("already_enrolled"));
  });

  test("that was withdrawn or replaced opens nothing; the new one does", async () => {
    const { id } = await school.cohort();
    const { links, buyer } = await buyPaid(id, some(1));
    const link = first(links);
    const student = await school.person("student");
    await school.as(buyer)((ctx) => withdrawClaimLink(ctx, { claimLinkId: link.id }));
    await expect(claim(student, link)).rejects.toThrow("This link was withdrawn");
    const renewed = await school.as(buyer)((ctx) => renewClaimLink(ctx, { claimLinkId: link.id }));
    await expect(claim(student, link)).rejects.toThrow("This link does not work any more");
    await claim(student, renewed);
  });

  test("used while it is withdrawn is one of the two, and never both", async () => {
    const { id } = await school.cohort();
    const { links, buyer } = await buyPaid(id, some(1));
    const link = first(links);
    const student = await school.person("student");
    const [claimed, withdrawn] = await Promise.allSettled([
      claim(student, link),
      school.as(buyer)((ctx) => withdrawClaimLink(ctx, { claimLinkId: link.id })),
    ]);
    const now = await linkOf(link.id);
    expect([claimed.status, now.state]).toEqual(
      withdrawn.status === "fulfilled" && now.withdrawnAt ? ["rejected", "open"] : ["fulfilled", "claimed"],
    );
  });

  test("is nobody's to change but the buyer's and the office's", async () => {
    const { id } = await school.cohort();
    const { links } = await buyPaid(id, some(1));
    const claimLinkId = first(links).id;
    const other = await school.person("student");
    await expect(school.as(other)((ctx) => withdrawClaimLink(ctx, { claimLinkId }))).rejects.toEqual(
      refusal("not_found"),
    );
    await expect(school.as(other)((ctx) => reassignClaimLink(ctx, { claimLinkId, ...nobody }))).rejects.toEqual(
      refusal("not_found"),
    );
    const desk = await school.person("support");
    await school.as(desk)((ctx) => withdrawClaimLink(ctx, { claimLinkId }));
  });

  test("is mailed at once where an address was given, and not again within minutes", async () => {
    const { id } = await school.cohort();
    const { links, buyer } = await buyPaid(id, [{ name: "Mia", email: `mia-${id}@example.org` }, nobody]);
    expect((await mailsTo(`mia-${id}@example.org`)).map(({ kind }) => kind)).toEqual(["claim_link"]);
    const send = (claimLinkId: string) => school.as(buyer)((ctx) => sendClaimLink(ctx, { claimLinkId }));
    await expect(send(first(links).id)).rejects.toThrow("mailed a moment ago");
    await expect(send(links[1]?.id ?? "")).rejects.toThrow("Say first to which address");
    school.clock.forward(school.minutes(6));
    await send(first(links).id);
    expect(await mailsTo(`mia-${id}@example.org`)).toHaveLength(2);
  });

  test("is mailed to nobody again within minutes, by giving it anew, by a new link or by a new order", async () => {
    const { id } = await school.cohort();
    const email = `ada-${id}@example.org`;
    const ada: ClaimNames = { name: "Ada", email };
    const { links, buyer } = await buyPaid(id, [ada]);
    const claimLinkId = first(links).id;
    const give = (to: ClaimNames) => school.as(buyer)((ctx) => reassignClaimLink(ctx, { claimLinkId, ...to }));
    await expect(give(ada)).rejects.toThrow("mailed a moment ago");
    await give(nobody);
    await expect(give(ada)).rejects.toThrow("mailed a moment ago");
    await school.as(buyer)((ctx) => cancelClaimLink(ctx, { claimLinkId }));
    await buy(buyer, id, [ada]);
    expect(await mailsTo(email)).toHaveLength(1);
    const other = await school.cohort();
    await buy(buyer, other.id, [ada]);
    expect(await mailsTo(email), "another cohort is another thing to say").toHaveLength(2);
    school.clock.forward(school.minutes(6));
    await buy(buyer, id, [ada]);
    expect(await mailsTo(email)).toHaveLength(3);
  });

  test("is had for free by nobody whose own address is not confirmed, unless the office orders for them", async () => {
    const { id } = await school.cohort({ capacity: 6 });
    const buyer = await school.person("student");
    await unconfirm(buyer);
    await expect(buy(buyer, id, some(3))).rejects.toEqual(refusal("address_not_confirmed"));
    expect(await seats(id)).toEqual([0, 0]);
    expect((await getEnrolView(school.reading(buyer), id))?.isConfirmed).toBe(false);
    const desk = await school.person("support");
    await school.as(desk)((ctx) => enrolOthers(ctx, { cohortId: id, buyerId: buyer.id, places: some(1) }));
    const paid = await school.cohort({ capacity: 6, priceMinor: 100 });
    await buy(buyer, paid.id, some(3));
    const confirmed = await school.person("student");
    expect((await getEnrolView(school.reading(confirmed), id))?.isConfirmed).toBe(true);
  });

  test("of a free place is mailed for nobody whose own address is not confirmed", async () => {
    const { id } = await school.cohort();
    const { links, buyer } = await buyPaid(id, some(1));
    await unconfirm(buyer);
    const leo = { claimLinkId: first(links).id, name: "Leo", email: `leo-${id}@example.org` };
    await school.as(buyer)((ctx) => reassignClaimLink(ctx, leo));
    expect(await mailsTo(`leo-${id}@example.org`)).toEqual([]);
    await expect(school.as(buyer)((ctx) => sendClaimLink(ctx, { claimLinkId: first(links).id }))).rejects.toThrow(
      "Confirm your own e-mail address",
    );
  });
});

describe("a place that is given to somebody else", () => {
  test("before it is claimed: the old link opens nothing, the new one does, and names the other", async () => {
    const { id } = await school.cohort();
    const { links, buyer } = await buyPaid(id, [{ name: "Mia", email: null }]);
    const link = first(links);
    const leo = { name: "Leo", email: `leo2-${id}@example.org` };
    const again = await school.as(buyer)((ctx) => reassignClaimLink(ctx, { claimLinkId: link.id, ...leo }));
    expect(await mailsTo(leo.email)).toHaveLength(1);
    await expect(claim(await school.person("student"), link)).rejects.toEqual(refusal("wrong_state"));
    await claim(await school.person("student"), again);
  });

  test("after it was claimed: by the office alone, the seat stays taken, and the first has no access any more", async () => {
    const { id } = await school.cohort({ capacity: 1, priceMinor: 500 });
    const { links, buyer } = await buyPaid(id, some(1));
    const claimLinkId = first(links).id;
    const student = await school.person("student");
    const { enrolment } = await claim(student, first(links));
    const give = { claimLinkId, name: "Leo", email: null, why: "ill" };
    await expect(school.as(buyer)((ctx) => reassignClaimLink(ctx, give))).rejects.toThrow("write to us");
    const desk = await school.person("support");
    const again = await school.as(desk)((ctx) => reassignClaimLink(ctx, give));
    expect([again.state, again.name, await seats(id)]).toEqual(["open", "Leo", [0, 1]]);
    const [ended] = await school.database.read.select().from(enrolments).where(eq(enrolments.id, enrolment.id));
    expect(ended?.state).toBe("cancelled");
    await claim(await school.person("student"), again);
    expect(await seats(id)).toEqual([0, 1]);
  });

  test("because its student gives it back: it is the buyer's again, with its seat, under a new link", async () => {
    const { id } = await school.cohort({ capacity: 1, priceMinor: 500, startsAt: new Date("2027-05-01T10:00:00Z") });
    const { links, buyer } = await buyPaid(id, some(1));
    const student = await school.person("student");
    const { enrolment } = await claim(student, first(links));
    const [shown] = await listCancellableEnrolments(school.reading(student), enrolment.courseId);
    expect(shown?.isClaimed, "the page says to whom it goes").toBe(true);
    await school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId: enrolment.id }));
    const open = await linkOf(first(links).id);
    const told = (await mailsTo(buyer.email)).filter(({ kind }) => kind === "claim_returned");
    expect(told.map(({ payload }) => payload)).toEqual([{ claimLinkId: open.id, version: open.version }]);
    const theirs = (await mailsTo(student.email)).find(({ kind }) => kind === "enrolment_cancelled");
    expect(theirs?.payload).toMatchObject({ isOwn: true, isBuyers: true });
    expect([open.state, open.enrolmentId, await seats(id)]).toEqual(["open", null, [0, 1]]);
    expect(await school.database.read.select().from(refunds)).toEqual([]);
    await claim(await school.person("student"), open);
  });
});

describe("a place that is given back", () => {
  const dated = { startsAt: new Date("2027-05-01T10:00:00Z"), cancelDays: 7, cancelPercent: 80, cancelFeeMinor: 100 };

  test("unclaimed by its buyer: what the terms say comes back, the order and the others go on", async () => {
    const { id } = await school.cohort({ capacity: 3, priceMinor: 1_000, ...dated });
    const { links, buyer, order } = await buyPaid(id, some(3));
    const claimLinkId = first(links).id;
    const [refund] = await school.as(buyer)((ctx) => cancelClaimLink(ctx, { claimLinkId, seenMinor: 700 }));
    expect([refund?.amountMinor, await seats(id)]).toEqual([700, [0, 2]]);
    const [row] = await school.database.read.select().from(orders).where(eq(orders.id, order.id));
    expect(row?.state).toBe("paid");
    await expect(claim(await school.person("student"), first(links))).rejects.toThrow("was given back");
    await claim(await school.person("student"), links[1] as ClaimLink);
  });

  test("is refused to a buyer whom the terms do not allow it, and for another sum than they saw", async () => {
    const { id } = await school.cohort({ priceMinor: 1_000, startsAt: dated.startsAt });
    const { links, buyer } = await buyPaid(id, some(1));
    const cancel = (claimLinkId: string, seenMinor?: number) =>
      school.as(buyer)((ctx) => cancelClaimLink(ctx, { claimLinkId, seenMinor }));
    await expect(cancel(first(links).id)).rejects.toEqual(refusal("wrong_state"));
    await school.database.write(async (tx) => {
      await tx.update(cohorts).set({ cancelDays: 7 }).where(eq(cohorts.id, id));
    });
    await expect(cancel(first(links).id, 1)).rejects.toEqual(refusal("amount_mismatch"));
  });

  test("while somebody claims it ends one way, and never with both the refund and the place", async () => {
    const { id } = await school.cohort({ priceMinor: 1_000, ...dated });
    const { links, buyer } = await buyPaid(id, some(1));
    const link = first(links);
    const student = await school.person("student");
    const [claimed, cancelled] = await Promise.allSettled([
      claim(student, link),
      school.as(buyer)((ctx) => cancelClaimLink(ctx, { claimLinkId: link.id })),
    ]);
    expect([claimed.status, cancelled.status].toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("by a refund of the whole order: no link of it opens anything, and the seats are free", async () => {
    const { id } = await school.cohort({ priceMinor: 1_000, capacity: 2 });
    const { links, payment } = await buyPaid(id, some(2));
    await claim(await school.person("student"), first(links));
    const finance = await school.person("finance");
    const refund = { paymentId: payment?.id ?? "", amountMinor: 2_000, reason: "the class is ill" };
    const late = await school.person("student");
    const [, second] = await Promise.allSettled([
      school.as(finance)((ctx) => requestRefund(ctx, refund)),
      claim(late, links[1] as ClaimLink),
    ]);
    const now = await linkOf(links[1]?.id ?? "");
    expect(now.state).toBe(second.status === "fulfilled" ? "claimed" : "cancelled");
  });

  test("claimed, by the office: its price goes back to the buyer, and the others go on", async () => {
    const { id } = await school.cohort({ priceMinor: 1_000, capacity: 2 });
    const { links } = await buyPaid(id, some(2));
    const { enrolment } = await claim(await school.person("student"), first(links));
    const admin = await school.person("admin");
    const [refund] = await school.as(admin)((ctx) =>
      cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "ill", refund: "now" }),
    );
    expect([refund?.amountMinor, await seats(id), (await linkOf(first(links).id)).state]).toEqual([
      1_000,
      [0, 1],
      "cancelled",
    ]);
    await claim(await school.person("student"), links[1] as ClaimLink);
  });
});
