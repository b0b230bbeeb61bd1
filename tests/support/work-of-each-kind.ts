import { eq } from "drizzle-orm";
import type { ReviewReason } from "#db/enums.ts";
import {
  bankAccounts,
  bankFiles,
  bankLines,
  bankStatements,
  disputes,
  invoices,
  orderBilling,
  orderInstalments,
  orderLines,
  orders,
  payments,
  providerDifferences,
  refunds,
  withdrawals,
} from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { addMs, DAY_MS } from "#domain/kernel/clock.ts";
import { createId, type IdKind } from "#domain/kernel/ids.ts";
import type { TestSchool } from "./school.ts";

const CHF = { currency: "CHF" };
type PaymentRow = typeof payments.$inferInsert;

/** Puts at least one of each kind into a school of money that waits for a person, as rows: how each comes to be other tests say. */
export async function addWorkOfEachKind(school: TestSchool): Promise<{ orderIds: string[] }> {
  const cohort = await school.cohort({ priceMinor: 10_000, capacity: null, currency: "CHF" });
  const orderIds: string[] = [];
  const order = async () => {
    const student = await school.person("student");
    const made = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }));
    orderIds.push(made.order.id);
    return made.order.id;
  };
  const at = addMs(school.clock(), -5 * DAY_MS);
  const write = (run: (tx: Tx) => Promise<unknown>) => school.database.write(run);
  const addPayment = async (orderId: string, more: Partial<PaymentRow> = {}) => {
    const id = createId("payment");
    const row = { provider: "bank" as const, state: "settled" as const, amountMinor: 10_000, ...CHF };
    await write((tx) =>
      tx.insert(payments).values({ id, orderId, ...row, idempotencyKey: id, createdAt: at, ...more }),
    );
    return id;
  };
  const addRefund = async (more: Partial<typeof refunds.$inferInsert>, provider: "bank" | "sandbox" = "bank") => {
    const id = createId("refund");
    const paymentId = await addPayment(await order(), { provider });
    const row = { state: "requested" as const, amountMinor: 2_500, ...CHF, reason: "moved away", createdAt: at };
    await write((tx) => tx.insert(refunds).values({ id, paymentId, ...row, ...more }));
    return { id, paymentId };
  };
  await addFlagged(order, addPayment, write, at);
  await addPayment(await order(), { state: "pending", reference: "185390075470341" });
  await addRefund({});
  const back = await addRefund({ state: "failed", failure: "transfer_account_wrong" });
  await write((tx) =>
    tx.insert(refunds).values({
      ...{ id: createId("refund"), paymentId: back.paymentId, state: "requested", amountMinor: 2_500, ...CHF },
      ...{ reason: "moved away", returnedId: back.id, createdAt: at },
    }),
  );
  await addRefund({ state: "failed", failure: "refund_card_expired" }, "sandbox");
  await addRefund({ approval: "awaited" });
  await addLate(await order(), -3 * DAY_MS, { school, write, at });
  const declined = await order();
  await addLate(declined, 3 * DAY_MS, { school, write, at });
  const card = { savedCardId: createId("savedCard"), firstInstalment: 2, lastInstalment: 2, failure: "card_declined" };
  await addPayment(declined, { provider: "sandbox", state: "failed", ...card });
  await addPapers(order, addPayment, write, at);
  await addOutside(await order(), write, at);
  return { orderIds };
}

type Write = (run: (tx: Tx) => Promise<unknown>) => Promise<unknown>;
type AddOrder = () => Promise<string>;
type AddPayment = (orderId: string, more?: Partial<PaymentRow>) => Promise<string>;

const REASONS: readonly ReviewReason[] = [
  "underpaid",
  "late_money_no_seat",
  "refund_due",
  "dispute_lost",
  "paid_twice",
  "paid_twice",
];

/** An order for each reason; of the two that have too much, one was paid twice. */
async function addFlagged(order: AddOrder, addPayment: AddPayment, write: Write, at: Date) {
  for (const [number, reviewReason] of REASONS.entries()) {
    const id = await order();
    await write((tx) => tx.update(orders).set({ reviewReason, reviewSince: at }).where(eq(orders.id, id)));
    if (reviewReason !== "underpaid") await addPayment(id, { amountMinor: 12_000 });
    if (number === REASONS.length - 1) await addPayment(id, { amountMinor: 12_000 });
  }
}

async function addLate(
  orderId: string,
  fromNowMs: number,
  { school, write, at }: { school: TestSchool; write: Write; at: Date },
) {
  await write(async (tx) => {
    await tx.update(orders).set({ state: "paid", paidAt: at }).where(eq(orders.id, orderId));
    await tx.insert(orderInstalments).values({
      ...{ id: createId("instalment"), orderId, number: 2, kind: "part", level: 0, dueOn: "2026-03-10" },
      ...{ lateFrom: addMs(school.clock(), fromNowMs), amountMinor: 4_000, state: "due", createdAt: at },
    });
  });
}

/** A dispute, an invoice without a file, and a VAT id that the register does not know. */
async function addPapers(order: AddOrder, addPayment: AddPayment, write: Write, at: Date) {
  const [disputed, billed, abroad] = [await order(), await order(), await order()];
  const paymentId = await addPayment(disputed, { provider: "sandbox" });
  await write(async (tx) => {
    await tx.insert(disputes).values({
      ...{ id: createId("dispute"), paymentId, reference: "dp_1", state: "open", amountMinor: 10_000, ...CHF },
      ...{ reason: "fraudulent", respondBy: addMs(at, 10 * DAY_MS), createdAt: at },
    });
    await tx.insert(invoices).values({
      ...{ id: createId("invoice"), orderId: billed, kind: "invoice", state: "open", series: "R-{number}", year: 2026 },
      ...{ serial: 1, code: `R-${billed.slice(-6)}`, issuedOn: "2026-01-05", issuedAt: at, buyerName: "Acme GmbH" },
      ...{ ...CHF, totalMinor: 10_000, content: {}, failure: "a font is missing" },
    });
    await tx.update(orderLines).set({ taxCategory: "reverse_charge" }).where(eq(orderLines.orderId, abroad));
    await tx.insert(orderBilling).values({
      ...{ orderId: abroad, company: "Lernwerk GmbH", name: "Ana", country: "AT", vatId: "ATU13585627" },
      ...{ updatedAt: at, vatCheck: "invalid", vatCheckedAt: at },
    });
  });
}

/** What came from outside: a line of the bank, a withdrawal, a difference with the provider. */
async function addOutside(orderId: string, write: Write, at: Date) {
  const id = (kind: IdKind) => createId(kind);
  const [accountId, fileId] = [id("bankAccount"), id("bankFile")];
  await write(async (tx) => {
    await tx.insert(bankAccounts).values({ id: accountId, iban: `CH${accountId.slice(-10)}`, createdAt: at });
    await tx.insert(bankFiles).values({
      ...{ id: fileId, hash: fileId, name: "statement.xml", format: "camt053", lineCount: 1, newCount: 1 },
      ...{ findings: [], createdAt: at },
    });
    await tx.insert(bankLines).values({
      ...{ id: id("bankLine"), accountId, fileId, key: fileId, source: "camt053", fileLine: 1, state: "waiting" },
      ...{ bookedOn: "2026-01-02", amountMinor: 4_200, amountText: "42.00", ...CHF, name: "Mara Lind" },
      ...{ text: "course", createdAt: at },
    });
    const [previousId, statementId] = [id("bankStatement"), id("bankStatement")];
    const statement = { accountId, fileId, ...CHF, createdAt: at };
    await tx.insert(bankStatements).values([
      {
        ...{ ...statement, id: previousId, openingOn: "2026-01-01", openingMinor: 0 },
        ...{ closingOn: "2026-01-02", closingMinor: 1_000 },
      },
      {
        ...{ ...statement, id: statementId, openingOn: "2026-01-05", openingMinor: 1_900, problem: "gap" },
        ...{ closingOn: "2026-01-06", closingMinor: 2_000, previousId },
      },
    ]);
    await tx.insert(withdrawals).values({
      ...{ id: id("withdrawal"), code: "K7M2-9PQX", email: "a@b.example", name: "Ada" },
      ...{ orderId, state: "open", receivedAt: at },
    });
    await tx.insert(providerDifferences).values({
      ...{ id: id("providerDifference"), provider: "sandbox", kind: "missing_here", subject: fileId },
      ...{ theirReference: "ch_1", theirMinor: 900, theirCurrency: "CHF", occurredAt: at, foundAt: at },
    });
  });
}
