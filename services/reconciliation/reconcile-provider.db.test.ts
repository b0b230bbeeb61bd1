import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { payments, providerDifferences, providerTransactions } from "#db/schema/index.ts";
import { addMs, DAY_MS, MINUTE_MS } from "#domain/kernel/clock.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { listDifferences } from "#domain/reconciliation/list-differences.ts";
import { listSetAside } from "#domain/reconciliation/list-set-aside.ts";
import { resolveDifference } from "#domain/reconciliation/resolve-difference.ts";
import { readBalanceReport } from "#ops/import/read-balance-report.ts";
import { TEST_CARDS } from "#providers/sandbox/cards.ts";
import { chargeCard } from "#providers/sandbox/charge.ts";
import { type Gateway, openGateway } from "#providers/sandbox/gateway.ts";
import { closeOverduePayments, syncHangingPayments } from "#services/payments/sync-payment.ts";
import { receiveWebhook } from "#app/webhooks/receive.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { reconcileFile, reconcileProvider, reconcileProviders } from "./reconcile-provider.ts";

let school: PayingSchool;
const START = new Date("2026-01-05T10:00:00Z");
const VIEW = { sort: "found", direction: "desc", page: 1, pageSize: 20 } as const;
const SINCE = new Date("2026-01-01T00:00:00Z");

beforeAll(async () => {
  school = await openPayingSchool({ "/webhooks/sandbox": (request) => receiveWebhook(request, "sandbox") });
});
beforeEach(() => school.clock.set(START));
afterAll(() => school.close());

const forward = (ms: number) => school.clock.set(addMs(school.clock(), ms));

async function paid(provider: "stripe" | "sandbox") {
  const buyer = await school.buyer(provider);
  if (provider === "stripe") school.stripe.pay(buyer.reference);
  else
    await chargeCard(openGateway(school.runtime) as Gateway, buyer.reference, TEST_CARDS[0] as (typeof TEST_CARDS)[0]);
  if (provider === "stripe") await school.comeBack(buyer);
  return buyer;
}

/** The open differences about one payment, or its parts. */
async function openOf(...subjects: string[]) {
  const rows = await school.database.read.select().from(providerDifferences);
  return rows
    .filter(({ subject, resolvedAt }) => resolvedAt === null && subjects.includes(subject))
    .map(({ kind }) => kind)
    .sort();
}

describe("a provider's balance beside our books", () => {
  test.each(["stripe", "sandbox"] as const)(
    "of %s fits: each movement is stored once, with its fee and what it is of ours",
    async (provider) => {
      const buyer = await paid(provider);
      await school.refund(buyer, 8_000);
      forward(4 * DAY_MS);
      const first = await reconcileProvider(provider, SINCE);
      expect(first).toMatchObject({ provider, differences: [] });
      expect((await reconcileProvider(provider, SINCE))?.added).toBe(0);
      const rows = await school.database.read
        .select()
        .from(providerTransactions)
        .where(eq(providerTransactions.paymentReference, buyer.payment.id));
      const shown = rows.map(({ kind, grossMinor, matchedType }) => [kind, grossMinor, matchedType]).sort();
      expect(shown).toEqual([
        ["charge", 48_000, "payment"],
        ["refund", -8_000, "refund"],
      ]);
      expect(rows.every(({ grossMinor, feeMinor, netMinor }) => grossMinor - feeMinor === netMinor)).toBe(true);
      expect(rows.find(({ kind }) => kind === "charge")?.feeMinor).toBeGreaterThan(0);
    },
  );

  test("of the sandbox pays out what it kept, to the last unit", async () => {
    forward(30 * DAY_MS);
    const from = school.clock();
    await paid("sandbox");
    await paid("sandbox");
    forward(5 * DAY_MS);
    const found = await reconcileProvider("sandbox", from);
    const minor = (kind: string) => found?.sums.find((each) => each.kind === kind)?.minor ?? 0;
    const fees = found?.fees.reduce((sum, each) => sum + each.minor, 0) ?? 0;
    expect(minor("charge") - fees + minor("payout")).toBe(0);
  });

  test("that has charged what we have not booked is a difference until we have", async () => {
    const buyer = await school.buyer("stripe");
    school.stripe.pay(buyer.reference);
    const charge = String(school.stripe.intentOf(buyer.reference).latest_charge);
    forward(2 * DAY_MS);
    await reconcileProvider("stripe", SINCE);
    expect(await openOf(`transaction:txn_${charge}`)).toEqual(["missing_here"]);
    await school.comeBack(buyer);
    await reconcileProvider("stripe", SINCE);
    expect(await openOf(`transaction:txn_${charge}`)).toEqual([]);
  });

  test("that does not list what we have booked is a difference, once the day is over", async () => {
    const buyer = await paid("stripe");
    const intent = school.stripe.intentOf(buyer.reference);
    Object.assign(intent, { status: "canceled" });
    await reconcileProvider("stripe", SINCE);
    expect(await openOf(`payment:${buyer.payment.id}`)).toEqual([]);
    forward(2 * DAY_MS);
    await reconcileProvider("stripe", SINCE);
    expect(await openOf(`payment:${buyer.payment.id}`)).toEqual(["missing_there"]);
    const finance = await school.person("finance");
    const list = await listDifferences(school.reading(finance), { q: buyer.payment.id }, VIEW);
    expect(list.items).toMatchObject([{ orderCode: buyer.order.code, ourMinor: 48_000, theirReference: null }]);
    Object.assign(intent, { status: "succeeded" });
    await reconcileProviders();
    expect(await openOf(`payment:${buyer.payment.id}`)).toEqual([]);
  });

  test("that moved by another amount is a difference with both sides, which a person resolves for good", async () => {
    const buyer = await paid("stripe");
    Object.assign(school.stripe.intentOf(buyer.reference), { amount: 47_000 });
    forward(2 * DAY_MS);
    const [found] =
      (await reconcileProvider("stripe", SINCE))?.differences.filter(({ kind }) => kind === "amount") ?? [];
    expect(found).toMatchObject({ ours: { minor: 48_000 }, theirs: { minor: 47_000, currency: "CHF" } });
    const finance = await school.person("finance");
    const { items } = await listDifferences(school.reading(finance), { q: buyer.payment.id }, VIEW);
    const resolve = () =>
      school.as(finance)((ctx) =>
        resolveDifference(ctx, { differenceId: items[0]?.id ?? "", note: "Agreed by phone." }),
      );
    await resolve();
    await expect(resolve()).rejects.toMatchObject({ code: "wrong_state" });
    await reconcileProvider("stripe", SINCE);
    expect(await openOf(`payment:${buyer.payment.id}`)).toEqual([]);
  });

  test("of other apps on the account, its fees and its payouts are stored and are no differences", async () => {
    school.stripe.move("charge", 700, {
      id: "ch_of_a_shop",
      object: "charge",
      payment_intent: "pi_of_a_shop",
      metadata: {},
    });
    school.stripe.move("fee", -200, { id: "fee_1", object: "fee" });
    school.stripe.move("payout", -100, { id: "po_1", object: "payout" });
    forward(2 * DAY_MS);
    await reconcileProvider("stripe", SINCE);
    const rows = await school.database.read.select().from(providerTransactions);
    const of = (source: string) => rows.find((row) => row.source === source)?.matchedType;
    expect([of("ch_of_a_shop"), of("fee_1"), of("po_1")]).toEqual(["foreign", "fee", "payout"]);
    expect(rows.find(({ source }) => source === "ch_of_a_shop")?.payoutReference).toBe("po_1");
    expect(await openOf("transaction:txn_ch_of_a_shop")).toEqual([]);
  });

  test("after a refund that failed there and a dispute that was won fits again", async () => {
    const buyer = await paid("stripe");
    const refund = school.stripe.refundInDashboard(buyer.reference, 1_000);
    school.stripe.failRefund(refund.id);
    const dispute = school.stripe.dispute(buyer.reference, 5_000);
    school.stripe.decide(dispute, "won");
    const told = school.stripe.event("charge.dispute.closed", dispute);
    await school.tellFromStripe(told);
    forward(2 * DAY_MS);
    const found = await reconcileProvider("stripe", SINCE);
    const about = (found?.differences ?? []).filter(({ theirs }) =>
      [refund.id, dispute.id].includes(theirs?.reference ?? ""),
    );
    expect(about).toEqual([]);
  });
});

describe("Stripe's itemised report", () => {
  const HEADER =
    "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,automatic_payout_id";
  const file = (...lines: string[]) => {
    const name = path.join(mkdtempSync(path.join(tmpdir(), "matricula-report-")), "report.csv");
    writeFileSync(name, [HEADER, ...lines].join("\n"));
    return name;
  };

  test("is compared as the provider's own list is, and a line that cannot be read is named", async () => {
    const buyer = await paid("stripe");
    const charge = String(school.stripe.intentOf(buyer.reference).latest_charge);
    const report = await readBalanceReport(
      file(
        "txn_first,2026-01-02 08:00:00,chf,1.00,0.00,1.00,charge,ch_other,po_2",
        `txn_${charge},2026-01-05 10:00:00,chf,479.99,14.22,465.77,charge,${charge},po_2`,
        "txn_bad,2026-01-05 10:00:00,chf,12.345,0,12.345,charge,ch_x,",
        "txn_old,30 February,chf,1.00,0.00,1.00,charge,ch_x,",
        "txn_last,2026-01-09 08:00:00,jpy,100,0,100,charge,ch_other2,po_2",
      ),
    );
    expect(report.problems.map(({ line }) => line)).toEqual([4, 5]);
    expect(report.transactions.at(-1)?.gross).toEqual({ minor: 100, currency: "JPY" });
    const { differences } = await reconcileFile("stripe", report.transactions);
    expect(differences.find(({ subject }) => subject === `payment:${buyer.payment.id}`)).toMatchObject({
      ...{ kind: "amount", ours: { minor: 48_000 }, theirs: { minor: 47_999 } },
    });
  });

  test("that is none is refused with the columns that it needs", async () => {
    const name = path.join(mkdtempSync(path.join(tmpdir(), "matricula-report-")), "report.csv");
    writeFileSync(name, "a,b\n1,2\n");
    await expect(readBalanceReport(name)).rejects.toMatchObject({ name: "UnreadableFileError" });
  });
});

describe("a payment that hangs", () => {
  test("is asked about after a quarter of an hour, when neither message nor buyer came", async () => {
    const buyer = await school.buyer("stripe");
    school.stripe.pay(buyer.reference);
    await syncHangingPayments();
    expect(await school.standing(buyer)).toMatchObject({ payment: "pending" });
    forward(15 * MINUTE_MS);
    await syncHangingPayments();
    expect(await school.standing(buyer)).toMatchObject({ payment: "settled", order: "paid" });
  });

  test("and that Stripe does not know ends, so that the others are asked about, and a person sees why", async () => {
    const lost = await school.buyer("stripe");
    school.stripe.forget(lost.reference);
    forward(16 * MINUTE_MS);
    await syncHangingPayments();
    await closeOverduePayments();
    expect(await school.standing(lost)).toMatchObject({ payment: "expired", journals: 0 });
    expect(await openOf(`payment:${lost.payment.id}`)).toEqual(["unanswered"]);
    const [row] = await school.database.read.select().from(payments).where(eq(payments.id, lost.payment.id));
    expect(row?.state).toBe("expired");
  });

  test("and messages of which nothing was taken stand on the page of differences", async () => {
    const buyer = await school.buyer("stripe");
    const event = school.stripe.event("checkout.session.completed", school.stripe.pay(buyer.reference));
    expect(await school.tellFromStripe({ ...event, livemode: true })).toBe("other_mode");
    const events = await listSetAside(school.reading(createSystemActor("test")));
    expect(events.find(({ eventId }) => eventId === event.id)).toMatchObject({ outcome: "other_mode" });
  });
});
