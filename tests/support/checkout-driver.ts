/** Money that arrives at a school that is being served: bank transfers that wait, and an office that confirms them by its API. */
import { apiTokens } from "#db/schema/index.ts";
import { SCOPES } from "#domain/accounts/list-scopes.ts";
import { hashToken } from "#domain/accounts/sessions.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { createId, createSecret } from "#domain/kernel/ids.ts";
import type { TestSchool } from "./school.ts";
import { type Answer, ask } from "./started-school.ts";

const PRICE_MINOR = 48_000;
/** So that an office and a crowd have the servers together. */
const REST_MS = 15;

export type Office = {
  /** Of somebody who may do and see everything. */
  token: string;
  /** Payments that were begun, each of another student and not confirmed yet. Taken from the end. */
  waiting: string[];
  /** Somebody with an order that they have not begun to pay. */
  buyer: { token: string; orderId: string };
};

export type CheckoutDriver = {
  seen: {
    /** Which payments the school said it had confirmed. */
    paid: string[];
    /** When it said so the last time, by the process's own clock (`performance.now()`). */
    lastPaidAt: number;
    refused: number;
    /** Connections that broke, and answers that are neither. */
    wrong: string[];
  };
  stop(): Promise<CheckoutDriver["seen"]>;
};

/** An office with so many bank transfers to confirm. */
export async function openOffice(school: TestSchool, transfers: number): Promise<Office> {
  const office = await school.person("admin", "finance");
  const { id: cohortId } = await school.cohort({ priceMinor: PRICE_MINOR, capacity: 1_000_000 });
  const buy = async (provider?: "bank") => {
    const student = await school.person("student");
    const asked = { cohortId, studentId: student.id, ...(provider ? { provider } : {}) };
    const { order, payment } = await school.as(student)((ctx) => enrolStudent(ctx, asked));
    return { student, order, payment };
  };
  const all = await Promise.all(Array.from({ length: transfers }, () => buy("bank")));
  const { student, order } = await buy();
  return {
    token: await tokenOf(school, office),
    waiting: all.flatMap(({ payment }) => (payment ? [payment.id] : [])),
    buyer: { token: await tokenOf(school, student), orderId: order.id },
  };
}

async function tokenOf({ database, clock }: TestSchool, { id }: { id: string }): Promise<string> {
  const secret = `mtr_${createSecret()}`;
  const token = {
    id: createId("apiToken"),
    tokenHash: hashToken(secret),
    userId: id,
    name: "till",
    scopes: [...SCOPES],
  };
  await database.write(async (tx) => {
    await tx.insert(apiTokens).values({ ...token, createdAt: clock() });
  });
  return secret;
}

/** Sends something to the school's API, as a program does that never repeats itself. */
export function postApi(port: number, path: string, token: string): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    "idempotency-key": createSecret(),
  };
  return ask(port, `/api/v1${path}`, { method: "POST", headers, body: "{}" });
}

/** Confirms one transfer after the other, each once. */
export function startCheckoutDriver(port: number, { token, waiting }: Office): CheckoutDriver {
  const seen: CheckoutDriver["seen"] = { paid: [], lastPaidAt: 0, refused: 0, wrong: [] };
  let isOver = false;

  async function confirm(id: string): Promise<void> {
    const { status } = await postApi(port, `/payments/${id}/confirm`, token);
    if (status === 200) {
      seen.paid.push(id);
      seen.lastPaidAt = performance.now();
    } else if (status === 503) seen.refused += 1;
    else seen.wrong.push(String(status));
  }

  async function work(): Promise<void> {
    for (let id = waiting.pop(); id !== undefined && !isOver; id = waiting.pop()) {
      await confirm(id).catch((error: unknown) => seen.wrong.push(String(error)));
      await new Promise((wake) => setTimeout(wake, REST_MS));
    }
  }

  const working = work();
  return {
    seen,
    async stop() {
      isOver = true;
      await working;
      return seen;
    },
  };
}
