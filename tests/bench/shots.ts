import { createSystemClock } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import { TEST_CARDS } from "#providers/sandbox/cards.ts";
import { SIGNATURE_HEADER, signBody, webhookSecret } from "#providers/sandbox/signature.ts";
import type { LoadPlan, Shot } from "./load.ts";
import { SECRET } from "./school.ts";
import type { SchoolFacts } from "./school-facts.ts";

const JSON_BODY = { "content-type": "application/json" };

/** What the bare route is sent: a body of the size that enrolling has. */
export function echoShots(): Shot[] {
  const body = JSON.stringify({ cohortId: createId("cohort"), studentId: createId("user") });
  return [{ method: "POST", path: "/bench/echo", headers: JSON_BODY, body }];
}

/** Everybody is enrolled in one cohort by the office's token, each under a key of their own. */
export function enrolShots(facts: SchoolFacts, cohortId: string, count: number, more: object = {}): Shot[] {
  return facts.students.slice(0, count).map((studentId) => ({
    method: "POST",
    path: "/api/v1/enrolments",
    headers: {
      ...JSON_BODY,
      authorization: `Bearer ${facts.token}`,
      "idempotency-key": `${cohortId} ${studentId}`,
    },
    body: JSON.stringify({ cohortId, studentId, ...more }),
  }));
}

/** The messages by which the gateway says that payments are settled, signed now. */
export function settleShots(facts: SchoolFacts, round: number, count: number): Shot[] {
  const payments = facts.waiting[round];
  if (!payments) throw new Error(`no orders wait for round ${round}`);
  return payments.slice(0, count).map(({ paymentId }) => settledShot({ paymentId, amountMinor: facts.price }));
}

/** The message by which the gateway says that a payment is settled, signed now. */
export function settledShot({ paymentId, amountMinor }: { paymentId: string; amountMinor: number }): Shot {
  const checkout = {
    ...{ id: createId("sandboxCheckout"), paymentId, state: "settled" },
    ...{ amountMinor, currency: "CHF", failure: null },
  };
  const body = JSON.stringify({ id: createId("sandboxEvent"), type: "checkout.settled", checkout });
  const headers = { ...JSON_BODY, [SIGNATURE_HEADER]: signBody(webhookSecret(SECRET), body, createSystemClock()) };
  return { method: "POST", path: "/webhooks/sandbox", headers, body };
}

/** Each payment is paid at the sandbox gateway with the card that works at once. */
export function payShots(paymentIds: readonly string[]): Shot[] {
  const [card] = TEST_CARDS.filter(({ outcome }) => outcome === "paid");
  return paymentIds.map((paymentId) => ({
    method: "POST",
    path: "/sandbox/api/pay",
    headers: JSON_BODY,
    body: JSON.stringify({ paymentId, card: card?.number }),
  }));
}

/** Everybody presses Enrol on the page of a course. */
export function pressShots(origin: string, facts: SchoolFacts, cohortId: string, count: number): Shot[] {
  const body = new URLSearchParams({ cohortId }).toString();
  const host = new URL(origin).host.replace("127.0.0.1", "localhost");
  return facts.cookies.slice(0, count).map((cookie) => ({
    method: "POST",
    path: "/enrol",
    headers: {
      cookie,
      host,
      origin: `http://${host}`,
      "sec-fetch-site": "same-origin",
      "content-type": "application/x-www-form-urlencoded",
    },
    body,
  }));
}

/** A page, asked for again and again. */
export function pageShots(path: string, cookie?: string): Shot[] {
  return [{ method: "GET", path, headers: { accept: "text/html", ...(cookie ? { cookie } : {}) } }];
}

/** One run of a path that answers 200 over 32 connections. */
export function getPlan(origin: string, path: string, requests: number, cookie?: string): Omit<LoadPlan, "msMax"> {
  return { origin, connections: 32, requests, shots: pageShots(path, cookie), expect: [200] };
}
