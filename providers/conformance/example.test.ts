import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createFakeClock, MINUTE_MS } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import { type Ask, exampleProvider } from "./example-provider.ts";
import { describeProvider } from "./testing.ts";
import type { World } from "./world.ts";

test("the page that explains how to write a provider shows the one that passes here", () => {
  const page = readFileSync("docs/payment-providers.md", "utf8");
  const file = readFileSync("providers/conformance/example-provider.ts", "utf8");
  expect(page).toContain(file.trim());
});

type Stored = {
  id: string;
  status: string;
  amount: number;
  currency: string;
  expires: string;
  metadata: { payment_id: string };
};
type Given = { id: string; name: string; payment: string; amount: number; status: string };

const SECRET = "a secret of the example";
const HAS = [
  ...[
    "pay",
    "decline",
    "countCheckouts",
    "getTakenMinor",
    "getRefundedMinor",
    "failNext",
    "forgetKeys",
    "listMessages",
  ],
] as (keyof World)[];

describeProvider("of the example", HAS, async () => {
  const clock = createFakeClock(new Date("2026-01-05T10:00:00Z"));
  const payments = new Map<string, Stored>();
  const refunds: Given[] = [];
  const answers = new Map<string, { status: number; body: unknown }>();
  let fault: "before" | "after" | undefined;

  const get = (id: string) => {
    const found = payments.get(id);
    if (found?.status === "open" && new Date(found.expires) <= clock()) found.status = "expired";
    return found;
  };
  const givenOf = (payment: string) => refunds.filter((each) => each.payment === payment && each.status !== "failed");
  const sum = (all: Given[]) => all.reduce((total, { amount }) => total + amount, 0);

  function handle(method: string, path: string, body: Record<string, unknown>) {
    const [, , id = "", deed, , name] = path.split("/");
    if (method === "POST" && id === "") {
      if (body.currency === "XXX") return { status: 422, body: null };
      const made = { ...body, id: createId("request"), status: "open", live: false, url: "https://pay.example" };
      payments.set(made.id, made as unknown as Stored);
      return { status: 200, body: made };
    }
    const payment = get(id);
    if (!payment) return { status: 404, body: null };
    if (deed === "cancel" && payment.status === "open") payment.status = "canceled";
    if (deed !== "refunds") return { status: 200, body: { ...payment } };
    if (method === "GET") return { status: 200, body: refunds.find((each) => each.name === name) ?? null };
    const amount = Number(body.amount);
    const isMore = payment.status !== "paid" || sum(givenOf(id)) + amount > payment.amount;
    const refund = {
      id: createId("request"),
      name: String(body.name),
      payment: id,
      amount,
      status: isMore ? "failed" : "refunded",
    };
    refunds.push(refund);
    return { status: 200, body: refund };
  }

  const ask: Ask = async (method, path, body = {}, key) => {
    const planned = fault;
    fault = undefined;
    if (planned === "before") throw new Error("no answer");
    const known = key === undefined ? undefined : answers.get(key);
    const answer = known ?? handle(method, path, body as Record<string, unknown>);
    if (key !== undefined) answers.set(key, answer);
    if (planned === "after") throw new Error("no answer");
    return answer;
  };

  const finish = (reference: string, status: string) => {
    const payment = get(reference);
    if (payment?.status !== "open") throw new Error("it is over");
    payment.status = status;
  };
  return {
    provider: exampleProvider({ ask, secret: SECRET }),
    clock,
    lastsMs: 15 * MINUTE_MS,
    amounts: [
      { minor: 48_000, currency: "CHF" },
      { minor: 9_000, currency: "JPY" },
      { minor: 12_345, currency: "KWD" },
    ],
    pay: async (reference) => finish(reference, "paid"),
    decline: async (reference) => finish(reference, "failed"),
    countCheckouts: async (id) => [...payments.values()].filter(({ metadata }) => metadata.payment_id === id).length,
    getTakenMinor: async (id) =>
      [...payments.values()]
        .filter(({ metadata, status }) => metadata.payment_id === id && status === "paid")
        .reduce((total, { amount }) => total + amount, 0),
    getRefundedMinor: async (id) => {
      const own = [...payments.values()].filter(({ metadata }) => metadata.payment_id === id);
      return own.reduce((total, each) => total + sum(givenOf(each.id)), 0);
    },
    failNext: (when) => {
      fault = when;
    },
    forgetKeys: () => answers.clear(),
    listMessages: async (_request, reference) => {
      const body = JSON.stringify({ id: `evt_${reference}`, type: "payment.paid", payment: reference });
      const timestamp = String(clock().getTime());
      const signature = createHmac("sha256", SECRET).update(`${timestamp}.${body}`).digest("hex");
      return [{ body, headers: new Headers({ timestamp, signature }) }];
    },
    close: async () => {},
  };
});
