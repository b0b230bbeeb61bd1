import { and, asc, eq, lte, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { sandboxCheckouts, sandboxEvents } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { HOUR_MS, addMs, MINUTE_MS, SECOND_MS } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import { BadSignature, type ProviderEvent } from "#domain/payments/provider.ts";
import { type Checkout, toPaymentStatus } from "./checkouts.ts";
import { type Gateway, writeBooks } from "./gateway.ts";
import { checkBody, SIGNATURE_HEADER, signBody } from "./signature.ts";

type Event = typeof sandboxEvents.$inferSelect;

/** How long the gateway waits before it tells again, after each time that nobody listened. Then it gives up. */
const WAITS_MS = [2 * SECOND_MS, 10 * SECOND_MS, MINUTE_MS, 10 * MINUTE_MS, HOUR_MS];
const ANSWER_MS_MAX = 10 * SECOND_MS;
const ROUND_MAX = 100;

/** The state is written out, not handed over as a value: only then can SQLite use the index of what is due. */
const isDue = sql`${sandboxEvents.state} = 'due'`;

const EventBody = z.object({
  id: z.string().min(1).max(100),
  type: z.string().min(1).max(100),
  checkout: z.object({
    id: z.string().min(1).max(100),
    paymentId: z.string().min(1).max(100),
    state: z.enum(["settled", "failed", "cancelled"]),
    amountMinor: z.int().positive(),
    currency: z.string().regex(/^[A-Z]{3}$/),
    failure: z.string().max(300).nullable(),
  }),
});
type EventBody = z.infer<typeof EventBody>;

/** Writes down what has to be told about a checkout as it now is. The same `eventId` twice is the same message twice. */
export async function recordEvent(
  tx: Tx,
  checkout: Checkout,
  { eventId, at, now }: { eventId: string; at: Date; now: Date },
): Promise<void> {
  const state = checkout.state === "processing" ? "settled" : toPaymentStatus(checkout, now).state;
  const type = `checkout.${state}`;
  const body = {
    id: eventId,
    type,
    checkout: {
      id: checkout.id,
      paymentId: checkout.paymentId,
      state: state as EventBody["checkout"]["state"],
      amountMinor: checkout.amountMinor,
      currency: checkout.currency,
      failure: checkout.failure,
    },
  } satisfies EventBody;
  await tx.insert(sandboxEvents).values({
    id: createId("sandboxEvent"),
    eventId,
    checkoutId: checkout.id,
    type,
    body,
    state: "due",
    nextTryAt: at,
    createdAt: now,
  });
}

/** Whether anything has to be told. Asked all the time, so it is one look into an index. */
export async function hasDueEvent(read: Reader, now: Date): Promise<boolean> {
  const due = and(isDue, lte(sandboxEvents.nextTryAt, now));
  return (await read.select({ id: sandboxEvents.id }).from(sandboxEvents).where(due).limit(1)).length > 0;
}

/** Tells the school what is due, oldest first, and puts off what it would not hear. Says how many it heard. */
export async function deliverDueEvents(gateway: Gateway): Promise<{ delivered: number; failed: number }> {
  return deliver(gateway);
}

/** As `deliverDueEvents`, for one checkout: its buyer is waiting to go back to the school. */
export async function deliverEventsOf(gateway: Gateway, checkoutId: string): Promise<void> {
  await deliver(gateway, eq(sandboxEvents.checkoutId, checkoutId));
}

async function deliver(gateway: Gateway, which?: SQL): Promise<{ delivered: number; failed: number }> {
  const due = await gateway.database.read
    .select()
    .from(sandboxEvents)
    .where(and(isDue, lte(sandboxEvents.nextTryAt, gateway.clock()), which))
    .orderBy(asc(sandboxEvents.nextTryAt), asc(sandboxEvents.id))
    .limit(ROUND_MAX);
  let delivered = 0;
  let failed = 0;
  for (const event of due) {
    const claimed = await claim(gateway, event);
    if (!claimed) continue;
    const trouble = await tell(gateway, claimed);
    await recordDelivery(gateway, claimed, trouble);
    if (trouble === undefined) delivered += 1;
    else failed += 1;
  }
  return { delivered, failed };
}

/**
 * Puts the next try off before this one is made: a second process leaves the event alone, and one that dies while telling
 * has it told again. Money that was on its way has arrived by the time the school hears of it.
 */
async function claim(gateway: Gateway, event: Event): Promise<Event | undefined> {
  const wait = WAITS_MS[event.attempts] ?? HOUR_MS;
  const now = gateway.clock();
  return writeBooks(gateway, async (tx) => {
    const [claimed] = await tx
      .update(sandboxEvents)
      .set({ attempts: event.attempts + 1, nextTryAt: addMs(now, ANSWER_MS_MAX + wait) })
      .where(and(eq(sandboxEvents.id, event.id), isDue, eq(sandboxEvents.attempts, event.attempts)))
      .returning();
    if (!claimed) return undefined;
    await tx
      .update(sandboxCheckouts)
      .set({ state: "paid", paidAt: now })
      .where(and(eq(sandboxCheckouts.id, event.checkoutId), eq(sandboxCheckouts.state, "processing")));
    return claimed;
  });
}

/** Sends one event. Gives what went wrong, or undefined when the school took it. */
async function tell(gateway: Gateway, event: Event): Promise<string | undefined> {
  const body = JSON.stringify(event.body);
  try {
    const answer = await fetch(gateway.webhookUrl, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        [SIGNATURE_HEADER]: signBody(gateway.webhookSecret, body, gateway.clock()),
      },
      body,
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    await answer.body?.cancel();
    return answer.ok ? undefined : `the school answered ${answer.status}`;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : "the school did not answer";
  }
}

async function recordDelivery(gateway: Gateway, event: Event, trouble: string | undefined): Promise<void> {
  const wait = WAITS_MS[event.attempts - 1];
  const change: Partial<Event> =
    trouble === undefined
      ? { state: "delivered", lastError: null }
      : wait === undefined
        ? { state: "given_up", lastError: trouble }
        : { nextTryAt: addMs(gateway.clock(), wait), lastError: trouble };
  await writeBooks(gateway, async (tx) => {
    await tx
      .update(sandboxEvents)
      .set(change)
      .where(and(eq(sandboxEvents.id, event.id), eq(sandboxEvents.attempts, event.attempts)));
  });
}

/** Proves that a message comes from the gateway, and reads it. Throws `BadSignature`. */
export function readSandboxEvent(secret: string, rawBody: string, headers: Headers, now: Date): ProviderEvent {
  checkBody(secret, rawBody, headers.get(SIGNATURE_HEADER), now);
  const parsed = EventBody.safeParse(jsonOf(rawBody));
  if (!parsed.success) throw new BadSignature("the message is signed, but it is not one of the gateway's");
  const { id, type, checkout } = parsed.data;
  return {
    eventId: id,
    type,
    reference: checkout.id,
    paymentId: checkout.paymentId,
    body: parsed.data,
    view: {
      state: checkout.state,
      amount: { minor: checkout.amountMinor, currency: checkout.currency },
      live: false,
      paymentId: checkout.paymentId,
      ...(checkout.failure ? { failure: checkout.failure } : {}),
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
