import { eq } from "drizzle-orm";
import { invoices, invoiceNumbers, orderLines, orders } from "#db/schema/index.ts";
import { applyPaymentUpdate } from "#domain/checkout/apply-payment-update.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { BillingInput, type Billing } from "#domain/invoices/inputs.ts";
import type { Invoice } from "#domain/invoices/machine.ts";
import { recordRefund } from "#domain/refunds/record-refund.ts";
import { requestRefund } from "#domain/refunds/request-refund.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { openTestSchool, type TestSchool } from "./school.ts";

/** A school that has said who it is, so that invoices can be issued. */
const SELLER = {
  ...{ name: "Lindenhof School", supportEmail: "help@lindenhof.example", contactName: "Ada Office" },
  ...{ contactPhone: "+41 61 123 45 67", addressStreet: "Lindenhofstrasse", addressNumber: "12" },
  ...{ addressPostCode: "4052", addressTown: "Basel", addressCountry: "CH", vatNumber: "CHE-107.787.577 MWST" },
};

/** A company in Berlin. */
export const ACME: Billing = BillingInput.parse({
  ...{
    company: "Acme GmbH",
    name: "Ann Buyer",
    street: "Hauptstrasse",
    number: "5",
    postCode: "10115",
    town: "Berlin",
  },
  ...{ country: "DE", vatId: "DE136695976", reference: "PO-77" },
});

export type InvoicingSchool = Awaited<ReturnType<typeof openInvoicingSchool>>;

export async function openInvoicingSchool(rules: Parameters<typeof openTestSchool>[0] = {}) {
  const school = await openTestSchool(rules);
  await say(school, SELLER);
  return { ...school, ...actionsOf(school) };
}

async function say(school: TestSchool, settings: Parameters<typeof changeSettings>[1]) {
  const owner = await school.person("owner");
  await school.as(owner)((ctx) => changeSettings(ctx, settings));
}

function actionsOf(school: TestSchool) {
  const { read, write } = school.database;

  /** Somebody who has ordered one place and has begun to pay it. `line`: what its line says of tax. */
  async function ordered(priceMinor = 48_000, line: Partial<typeof orderLines.$inferInsert> = {}) {
    const { id: cohortId } = await school.cohort({ priceMinor });
    const student = await school.person("student");
    const placed = await school.as(student)((ctx) =>
      enrolStudent(ctx, { cohortId, studentId: student.id, provider: "sandbox" }),
    );
    const { order, payment } = placed;
    if (!payment) throw new Error("no payment was begun");
    if (Object.keys(line).length > 0) {
      await write((tx) => tx.update(orderLines).set(line).where(eq(orderLines.orderId, order.id)));
    }
    return { cohortId, student, order, payment };
  }

  const pay = ({ payment, order }: { payment: { id: string }; order: { totalMinor: number } }) =>
    school.asSystem((ctx) => {
      const amount = { minor: order.totalMinor, currency: "CHF" };
      const view = { state: "settled" as const, amount, live: false, paymentId: payment.id };
      return applyPaymentUpdate(ctx, { provider: "sandbox", paymentId: payment.id, view });
    });

  /** The office asks for money to go back, and the provider says that it is done. */
  async function refund({ payment }: { payment: { id: string } }, amountMinor: number) {
    const finance = await school.person("finance");
    const { refund: asked } = await school.as(finance)((ctx) =>
      requestRefund(ctx, { paymentId: payment.id, amountMinor, reason: "One evening fell out." }),
    );
    await school.asSystem((ctx) =>
      recordRefund(ctx, { refundId: asked.id, view: { state: "done", reference: `re_${asked.id}` } }),
    );
    return asked;
  }

  const listIssued = async (order: { id: string }) =>
    (await read
      .select()
      .from(invoices)
      .where(eq(invoices.orderId, order.id))
      .orderBy(invoices.issuedAt, invoices.id)) as Invoice[];

  /** What is wrong with the numbers of all series: gaps, doubles, or a counter that says another last one. */
  async function findNumberFaults(): Promise<string[]> {
    const issued = await read.select().from(invoices);
    const counters = await read.select().from(invoiceNumbers);
    return counters.flatMap(({ series, year, last }) => {
      const serials = issued
        .filter((each) => each.series === series && each.year === year)
        .map(({ serial }) => serial)
        .sort((a, b) => a - b);
      const isGapless = serials.length === last && serials.every((serial, at) => serial === at + 1);
      return isGapless ? [] : [`${series} ${year}: ${serials.join(" ")} of ${last}`];
    });
  }

  return {
    ordered,
    pay,
    refund,
    listIssued,
    findNumberFaults,
    say: (settings: Parameters<typeof changeSettings>[1]) => say(school, settings),
  };
}

export async function readOrder(school: TestSchool, orderId: string) {
  const [order] = await school.database.read.select().from(orders).where(eq(orders.id, orderId));
  return order;
}
