import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bankAccounts, bankFiles, bankLines, bankMatches, orders, outbox, refunds } from "#db/schema/index.ts";
import { beginPayment } from "#services/payments/begin-payment.ts";
import { cancelCohortPlaces } from "#services/payments/cancel-cohort-places.ts";
import { acceptAndRefund } from "#services/payments/refund.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { wordsIn } from "#tests/support/pseudo-language.ts";
import { cancelClaimLink } from "#domain/checkout/cancel-claim-link.ts";
import { cancelCohort } from "#domain/checkout/cancel-cohort.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { enrolOthers } from "#domain/checkout/enrol-others.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { leaveCohort } from "#domain/checkout/leave-cohort.ts";
import { recordWithdrawal } from "#domain/checkout/record-withdrawal.ts";
import { switchCohort } from "#domain/checkout/switch-cohort.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { addMs, DAY_MS } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import { composeMail } from "#domain/mail/compose-mail.ts";
import { approveRefund } from "#domain/refunds/approve-refund.ts";
import { declineRefund } from "#domain/refunds/decline-refund.ts";
import { markRefundSent } from "#domain/refunds/mark-refund-sent.ts";
import { recordReturnedRefund } from "#domain/refunds/record-returned-refund.ts";
import { requestRefund } from "#domain/refunds/request-refund.ts";
import { setRefundAccount } from "#domain/refunds/set-refund-account.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";

let school: PayingSchool;
type Person = Awaited<ReturnType<PayingSchool["person"]>>;
let admin: Person;
beforeAll(async () => {
  school = await openPayingSchool({});
  admin = await school.person("owner");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

const IBAN = "CH9300762011623852957";
const OTHER = "LI21088100002324013AA";
const TERMS = { moveDays: 3, cancelDays: 3, cancelPercent: 80 };

async function bought(provider: "bank" | "sandbox" = "bank", known?: Person) {
  const startsAt = addMs(school.clock(), 60 * DAY_MS);
  const cohort = await school.cohort({ priceMinor: 48_000, capacity: 5, startsAt, ...TERMS });
  const student = known ?? (await school.person("student"));
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  const payment = await beginPayment({ actor: student }, { orderId: order.id, provider });
  if (provider === "bank") await school.asSystem((ctx) => confirmTransfer(ctx, payment.id));
  return { cohort, startsAt, student, order, enrolmentId: enrolment.id, paymentId: payment.id };
}
type Bought = Awaited<ReturnType<typeof bought>>;

const goodwill = async ({ paymentId }: Pick<Bought, "paymentId">, amountMinor: number) =>
  (await school.as(admin)((ctx) => requestRefund(ctx, { paymentId, amountMinor, reason: "goodwill" }))).refund;

/** What the mails of this kind to the buyer of an order say. */
async function lettersTo({ email }: Pick<Person, "email">) {
  const told = and(eq(outbox.kind, "refund_account_wanted"), eq(outbox.recipient, email));
  const mails = await school.database.read.select().from(outbox).where(told).orderBy(outbox.createdAt, outbox.id);
  const letters = mails.map((mail) =>
    composeMail(school.database.read, mail, { url: "https://school.example", bank: null, wordsIn }),
  );
  return (await Promise.all(letters)).map((letter) => letter?.text.replace(/\s+/g, " ") ?? "");
}

/** Every way in which money that came by transfer is asked back, as whoever does it. */
const DOORS: Record<string, (it: Bought) => Promise<unknown>> = {
  "the office cancels the place": ({ enrolmentId }) =>
    school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId, why: "moved", refund: "now" })),
  "the office gives something back out of goodwill": (it) => goodwill(it, 2_000),
  "the cohort is cancelled": async ({ cohort }) => {
    const cancelled = { cohortId: cohort.id, why: "The press broke.", refund: "now" as const };
    await school.as(admin)((ctx) => cancelCohort(ctx, cancelled));
    await cancelCohortPlaces();
  },
  "the student moves to a cheaper date": async ({ cohort, startsAt, student, enrolmentId }) => {
    const cheaper = await school.cohort({ priceMinor: 40_000, startsAt, ...TERMS }, { id: cohort.courseId });
    await school.as(student)((ctx) => switchCohort(ctx, { enrolmentId, toCohortId: cheaper.id }));
  },
  "the student leaves by the terms": ({ student, enrolmentId }) =>
    school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId })),
  "a withdrawal is accepted": async ({ order, student }) => {
    const id = createId("withdrawal");
    const typed = { id, code: order.code, email: student.email, name: "A. Student" };
    await school.as(visitor)((ctx) => recordWithdrawal(ctx, typed));
    await acceptAndRefund({ actor: admin }, { withdrawalId: id });
  },
};

describe("a refund by transfer asks its buyer for the account, once", () => {
  test.each(Object.keys(DOORS))("when %s", async (door) => {
    const it = await bought();
    await DOORS[door]?.(it);
    const letters = await lettersTo(it.student);
    expect(letters).toHaveLength(1);
    expect(letters[0]).toContain("Please tell us to which account");
    expect(letters[0]).toContain(`https://school.example/orders/${it.order.code}#refund-account`);
  });

  test("when a place for somebody else is given back", async () => {
    const startsAt = addMs(school.clock(), 60 * DAY_MS);
    const cohort = await school.cohort({ priceMinor: 48_000, capacity: 5, startsAt, ...TERMS });
    const buyer = await school.person("student");
    const places = ["Ada", "Ben"].map((name) => ({ name, email: null }));
    const { order, links } = await school.as(buyer)((ctx) =>
      enrolOthers(ctx, { cohortId: cohort.id, buyerId: buyer.id, places }),
    );
    const payment = await beginPayment({ actor: buyer }, { orderId: order.id, provider: "bank" });
    await school.asSystem((ctx) => confirmTransfer(ctx, payment.id));
    for (const { id: claimLinkId } of links) {
      await school.as(admin)((ctx) => cancelClaimLink(ctx, { claimLinkId, why: "full", refund: "now" }));
    }
    // One mail, which names the sum of both.
    const letters = await lettersTo(buyer);
    expect(letters).toHaveLength(1);
    expect(letters[0]).toContain("CHF 960.00");
  });

  test("and none who has paid with a card", async () => {
    const it = await bought("sandbox");
    await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: it.enrolmentId, why: "x", refund: "now" }));
    expect(await lettersTo(it.student)).toEqual([]);
  });

  test("when a second person has approved it, and not before", async () => {
    await school.as(admin)((ctx) => changeSettings(ctx, { refundApprovalAbove: 100 }));
    const [it, declined] = [await bought(), await bought()];
    const [refund, no] = [await goodwill(it, 20_000), await goodwill(declined, 20_000)];
    expect(await lettersTo(it.student)).toEqual([]);
    const second = await school.person("owner");
    await school.as(second)((ctx) => approveRefund(ctx, { refundId: refund.id }));
    await school.as(second)((ctx) => declineRefund(ctx, { refundId: no.id, why: "too much" }));
    expect(await lettersTo(it.student)).toHaveLength(1);
    expect(await lettersTo(declined.student)).toEqual([]);
    await school.as(admin)((ctx) => changeSettings(ctx, { refundApprovalAbove: null }));
  });
});

describe("where the account is known, the mail says to which and how to change it", () => {
  test("because its buyer has given it before", async () => {
    const it = await bought();
    const first = await goodwill(it, 2_000);
    const account = { orderId: it.order.id, holder: "Ana", iban: IBAN };
    await school.as(it.student)((ctx) => setRefundAccount(ctx, account));
    await school.as(admin)((ctx) => markRefundSent(ctx, { refundId: first.id, holder: "Ana", iban: IBAN }));
    await goodwill(it, 3_000);
    const [, letter] = await lettersTo(it.student);
    expect(letter).toContain("CHF 30.00 and send it by bank transfer to your account that ends in … 2957");
    expect(letter).toContain("Change the account");
    expect(letter).not.toContain(IBAN);
  });

  test("because the statement names the one they have paid from, unless money came back from there", async () => {
    const it = await bought();
    await nameOnStatement(it, "Ana Müller", IBAN);
    const refund = await goodwill(it, 2_000);
    expect((await lettersTo(it.student))[0]).toContain("… 2957");
    const { read } = school.database;
    const [order] = await read.select().from(orders).where(eq(orders.id, it.order.id));
    expect(order).toMatchObject({ refundHolder: "Ana Müller", refundIban: IBAN });
    await school.as(admin)((ctx) => markRefundSent(ctx, { refundId: refund.id, holder: "Ana Müller", iban: IBAN }));
    const returned = { refundId: refund.id, reason: "transfer_account_closed" as const };
    const again = await school.as(admin)((ctx) => recordReturnedRefund(ctx, returned));
    expect(again.returnedId).toBe(refund.id);
    expect((await lettersTo(it.student))[1]).toContain("Please give us another account");
    const [kept] = await read.select().from(refunds).where(eq(refunds.id, again.id));
    expect(kept).toMatchObject({ state: "requested", returnedId: refund.id });
    // The account that is closed is refused beside its field; another is taken.
    const give = (iban: string, holder: string) =>
      school.as(it.student)((ctx) => setRefundAccount(ctx, { orderId: it.order.id, holder, iban }));
    const field = { fields: { iban: { key: "payouts.account_returned" } } };
    await expect(give(IBAN, "Ana M.")).rejects.toMatchObject({ code: "invalid_input", detail: field });
    await give(OTHER, "Ana M.");
  });

  test("but parts that came from several accounts name none of them", async () => {
    const it = await bought();
    await nameOnStatement(it, "Ana", IBAN);
    await nameOnStatement(it, "Her company", OTHER);
    await goodwill(it, 2_000);
    expect((await lettersTo(it.student))[0]).toContain("Please tell us to which account");
  });

  test("but what the buyer has given stays, and a statement that names no whole account is no answer", async () => {
    const given = await bought();
    await nameOnStatement(given, "Ana", IBAN);
    const set = { refundHolder: "Ana", refundIban: OTHER };
    await school.database.write((tx) => tx.update(orders).set(set).where(eq(orders.id, given.order.id)));
    await goodwill(given, 2_000);
    expect((await lettersTo(given.student))[0]).toContain("… 13AA");
    for (const [name, iban] of [
      ["", IBAN],
      ["Ana", "930-0762/011"],
      ["Ana", ""],
    ] as const) {
      const it = await bought();
      await nameOnStatement(it, name, iban);
      await goodwill(it, 2_000);
      expect((await lettersTo(it.student))[0]).toContain("Please tell us to which account");
    }
  });
});

describe("an account that the bank calls wrong or closed", () => {
  const given = async ({ order: { id } }: Bought) => {
    const [row] = await school.database.read.select({ iban: orders.refundIban }).from(orders).where(eq(orders.id, id));
    return row?.iban;
  };
  const sent = (refundId: string, iban: string) =>
    school.as(admin)((ctx) => markRefundSent(ctx, { refundId, holder: "Ana Müller", iban }));
  const comesBack = (refundId: string, reason: "transfer_account_wrong" | "transfer_returned") =>
    school.as(admin)((ctx) => recordReturnedRefund(ctx, { refundId, reason }));

  test.each(["transfer_account_wrong", "transfer_returned"] as const)(
    "is not taken for the next refund of the order by itself, nor is one that money came back from (%s)",
    async (reason) => {
      const it = await bought();
      await nameOnStatement(it, "Ana Müller", IBAN);
      const first = await goodwill(it, 2_000);
      await sent(first.id, IBAN);
      const again = await comesBack(first.id, reason);
      await sent(again.id, OTHER);
      await goodwill(it, 3_000);
      expect(await given(it)).toBeNull();
      const letter = (await lettersTo(it.student)).at(-1);
      expect(letter).not.toContain("You need to do nothing");
      expect(letter).toContain(
        reason === "transfer_returned"
          ? "Please tell us to which account"
          : "A transfer to your account that ends in … 2957 came back to us, so please give us another account",
      );
    },
  );

  test("is that for every order of the same person, who is asked again where money was to go there", async () => {
    const it = await bought();
    const [other, third] = [await bought("bank", it.student), await bought("bank", it.student)];
    for (const each of [it, other, third]) await nameOnStatement(each, "Ana Müller", IBAN);
    const first = await goodwill(it, 2_000);
    await goodwill(other, 2_500);
    expect(await given(other)).toBe(IBAN);
    await sent(first.id, IBAN);
    await comesBack(first.id, "transfer_account_wrong");
    expect(await given(other)).toBeNull();
    // Once when it was asked for, once more now: letters are written when they go.
    const asked = (await lettersTo(it.student)).filter((letter) => letter.includes("CHF 25.00"));
    expect(asked).toHaveLength(2);
    expect(asked[1]).toContain("… 2957 came back to us, so please give us another account");
    await goodwill(third, 2_600);
    expect(await given(third)).toBeNull();
    // Somebody else's account of that number is theirs.
    const stranger = await bought();
    await nameOnStatement(stranger, "Ana Müller", IBAN);
    await goodwill(stranger, 2_000);
    expect(await given(stranger)).toBe(IBAN);
  });

  test("is one like any other once the person has given it anew", async () => {
    const it = await bought();
    const [other, third] = [await bought("bank", it.student), await bought("bank", it.student)];
    for (const each of [it, third]) await nameOnStatement(each, "Ana Müller", IBAN);
    const first = await goodwill(it, 2_000);
    await sent(first.id, IBAN);
    await comesBack(first.id, "transfer_account_wrong");
    await goodwill(other, 2_500);
    const account = { orderId: other.order.id, holder: "Ana Müller", iban: IBAN };
    await school.as(it.student)((ctx) => setRefundAccount(ctx, account));
    await goodwill(third, 2_600);
    expect(await given(third)).toBe(IBAN);
  });
});

let lines = 0;
/** As if the payment had been matched to a line of a statement. */
async function nameOnStatement({ order, paymentId }: Pick<Bought, "order" | "paymentId">, name: string, iban: string) {
  lines += 1;
  const [createdAt, currency, amountMinor] = [school.clock(), "CHF", 48_000];
  const [accountId, fileId, lineId] = [createId("bankAccount"), createId("bankFile"), createId("bankLine")];
  await school.database.write(async (tx) => {
    await tx.insert(bankAccounts).values({ id: accountId, iban: `CH56${lines}`, createdAt });
    const file = { id: fileId, hash: `${lines}`, name: "a.xml", format: "camt053" as const, findings: [] };
    await tx.insert(bankFiles).values({ ...file, lineCount: 1, newCount: 1, createdAt });
    const said = { name, iban, amountMinor, amountText: "480.00", currency, bookedOn: "2026-11-29" };
    const place = {
      accountId,
      fileId,
      key: `${lines}`,
      source: "camt053" as const,
      fileLine: 1,
      state: "matched" as const,
    };
    await tx.insert(bankLines).values({ id: lineId, ...place, ...said, createdAt });
    const match = { lineId, kind: "payment" as const, orderId: order.id, paymentId, amountMinor, currency };
    await tx.insert(bankMatches).values({ id: createId("bankMatch"), ...match, createdAt });
  });
}
