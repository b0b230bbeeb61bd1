import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { enterRequestStatements } from "#db/request-statements.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { sandboxProvider } from "#providers/sandbox/provider.ts";
import { type Gateway, openGateway } from "#providers/sandbox/gateway.ts";
import { SIGNATURE_HEADER, signBody } from "#providers/sandbox/signature.ts";
import { createId } from "#domain/kernel/ids.ts";
import { write } from "#runtime";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { openCheckoutOf } from "./begin-payment.ts";
import { receiveProviderEvent } from "./receive-provider-event.ts";

let school: PayingSchool;
let gateway: Gateway;

beforeAll(async () => {
  school = await openPayingSchool({});
  gateway = openGateway(school.runtime) as Gateway;
});

afterAll(() => school.close());

const counted = { statements: 0, ms: 0, isShown: false, texts: [] as string[] };

/** How many statements the school's own tables are asked meanwhile: the gateway's books are another company's. */
async function countStatements<T>(run: () => Promise<T>): Promise<{ done: T; statements: number }> {
  const before = counted.texts.length;
  const done = await run();
  return { done, statements: counted.texts.slice(before).filter((text) => !text.includes("sandbox_")).length };
}

/** A student takes a place; nobody else has asked before, so nothing is counted that is only read once. */
async function enrol(priceMinor: number) {
  const student = await school.person("student");
  const cohort = await school.cohort({ priceMinor, capacity: 5 });
  const take = () =>
    write({ actor: student }, (ctx) =>
      enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id, provider: "sandbox" }),
    );
  return { student, ...(await countStatements(take)) };
}

/** The message by which the gateway says that a payment is settled. */
function settledMessage({ id, amountMinor, currency }: { id: string; amountMinor: number; currency: string }) {
  const checkout = {
    id: createId("sandboxCheckout"),
    paymentId: id,
    ...{ state: "settled", amountMinor, currency, failure: null },
  };
  const body = JSON.stringify({ id: createId("sandboxEvent"), type: "checkout.settled", checkout });
  return { body, headers: new Headers({ [SIGNATURE_HEADER]: signBody(gateway.webhookSecret, body, school.clock()) }) };
}

// PostgreSQL counts only what is asked outside of a write.
// What settles is also asked for coupons that it uses, and for what its invoice says.
test.skipIf(engine === "postgres")("an order, free or paid, asks the database no more than it needs to", async () => {
  // A write is counted for whoever began its batch: from here on that is this test, once the writes before it have ended.
  await setTimeout(100);
  enterRequestStatements(counted);
  const free = await enrol(0);
  const paid = await enrol(48_000);
  const { payment } = paid.done;
  if (!payment) throw new Error("a paid place has a payment");
  const opened = await countStatements(() => openCheckoutOf({ actor: paid.student }, payment.id, async () => {}));
  const requestId = createId("request");
  const settled = await countStatements(() =>
    receiveProviderEvent(sandboxProvider(gateway), { ...settledMessage(payment), requestId }),
  );
  expect(settled.done.outcome).toBe("settled");
  expect({
    free: free.statements,
    paid: paid.statements,
    opened: opened.statements,
    settled: settled.statements,
  }).toEqual({ free: 10, paid: 10, opened: 6, settled: 26 });
});
