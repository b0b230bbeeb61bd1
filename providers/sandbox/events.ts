import { BESIDE_ALL } from "#db/beside.ts";
import { and, asc, eq, lte, sql } from "drizzle-orm";
import { z } from "zod";
import { perClient } from "#db/prepared.ts";
import { sandboxCheckouts, sandboxEvents } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { HOUR_MS, addMs, MINUTE_MS, SECOND_MS } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import { BadSignature, type ProviderEvent } from "#domain/payments/provider.ts";
import { type Checkout, getSavedCardOf, toPaymentStatus } from "./checkouts.ts";
import { type Gateway, writeBooks } from "./gateway.ts";
import { postMessage } from "./post-message.ts";
import { checkBody, SIGNATURE_HEADER, signBody } from "./signature.ts";

export type Event = typeof sandboxEvents.$inferSelect;

/** How long the gateway waits before it tells again, after each time that nobody listened. Then it gives up. */
const WAITS_MS = [2 * SECOND_MS, 10 * SECOND_MS, MINUTE_MS, 10 * MINUTE_MS, HOUR_MS];
/** No school takes longer to answer; `postMessage` waits no longer. */
const ANSWER_MS_MAX = 10 * SECOND_MS;
const ROUND_MAX = 100;

const p = sql.placeholder;

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
    card: z
      .object({
        customerReference: z.string().max(100),
        methodReference: z.string().max(100),
        brand: z.string().max(40),
        last4: z.string().regex(/^\d{4}$/),
        expMonth: z.int(),
        expYear: z.int(),
      })
      .optional(),
  }),
});
type EventBody = z.infer<typeof EventBody>;

const queries = perClient((tx: Tx) => ({
  add: tx
    .insert(sandboxEvents)
    .values({
      id: p("id"),
      eventId: p("eventId"),
      checkoutId: p("checkoutId"),
      type: p("type"),
      body: p("body"),
      state: "due",
      attempts: p("attempts"),
      nextTryAt: p("nextTryAt"),
      createdAt: p("createdAt"),
    })
    .prepare(),
  noteDelivered: tx
    .update(sandboxEvents)
    .set({ state: "delivered", lastError: null })
    .where(and(eq(sandboxEvents.id, p("id")), eq(sandboxEvents.attempts, p("attempts"))))
    .prepare(),
}));

/**
 * Writes down what has to be told about a checkout as it now is. The same `eventId` twice is the same message twice. One that is
 * due now is claimed by whoever writes it (`claim`), who tells it with `deliverEvents` after the commit.
 */
export async function recordEvent(
  tx: Tx,
  checkout: Checkout,
  { eventId, afterMs, now }: { eventId: string; afterMs: number; now: Date },
): Promise<Event> {
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
      ...(state === "settled" && getSavedCardOf(checkout)),
    },
  } satisfies EventBody;
  const event: Event = {
    id: createId("sandboxEvent"),
    eventId,
    checkoutId: checkout.id,
    type,
    body,
    state: "due",
    attempts: afterMs === 0 ? 1 : 0,
    nextTryAt: addMs(now, afterMs === 0 ? nextTryMs(0) : afterMs),
    lastError: null,
    createdAt: now,
  };
  await queries(tx).add.execute(event);
  return event;
}

/** Whether anything has to be told. Asked all the time, so it is one look into an index. */
export async function hasDueEvent(read: Reader, now: Date): Promise<boolean> {
  const due = and(isDue, lte(sandboxEvents.nextTryAt, now));
  return (await read.select({ id: sandboxEvents.id }).from(sandboxEvents).where(due).limit(1)).length > 0;
}

/** Tells the school what is due, oldest first, and puts off what it would not hear. Says how many it heard. */
export async function deliverDueEvents(gateway: Gateway): Promise<{ delivered: number; failed: number }> {
  const due = await gateway.database.read
    .select()
    .from(sandboxEvents)
    .where(and(isDue, lte(sandboxEvents.nextTryAt, gateway.clock())))
    .orderBy(asc(sandboxEvents.nextTryAt), asc(sandboxEvents.id))
    .limit(ROUND_MAX);
  let delivered = 0;
  let failed = 0;
  for (const event of due) {
    const claimed = await claim(gateway, event);
    if (!claimed) continue;
    if (await deliver(gateway, claimed)) delivered += 1;
    else failed += 1;
  }
  return { delivered, failed };
}

/** Tells what `recordEvent` has written and claimed, one after the other: the buyer is waiting to go back to the school. */
export async function deliverEvents(gateway: Gateway, claimed: readonly Event[]): Promise<void> {
  for (const event of claimed) await deliver(gateway, event);
}

/** Says whether the school took it. */
async function deliver(gateway: Gateway, claimed: Event): Promise<boolean> {
  const trouble = await tell(gateway, claimed);
  await recordDelivery(gateway, claimed, trouble);
  return trouble === undefined;
}

/** When one that was told so often before is told again, if whoever tells it now should die meanwhile. */
const nextTryMs = (attempts: number) => ANSWER_MS_MAX + (WAITS_MS[attempts] ?? HOUR_MS);

/**
 * Puts the next try off before this one is made: a second process leaves the event alone, and one that dies while telling
 * has it told again. Money that was on its way has arrived by the time the school hears of it.
 */
async function claim(gateway: Gateway, event: Event): Promise<Event | undefined> {
  const now = gateway.clock();
  return writeBooks(gateway, async (tx) => {
    const [claimed] = await tx
      .update(sandboxEvents)
      .set({ attempts: event.attempts + 1, nextTryAt: addMs(now, nextTryMs(event.attempts)) })
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
    const headers = {
      "content-type": "application/json",
      [SIGNATURE_HEADER]: signBody(gateway.webhookSecret, body, gateway.clock()),
    };
    const status = await postMessage(gateway.webhookUrl, { headers, body });
    return status >= 200 && status < 300 ? undefined : `the school answered ${status}`;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : "the school did not answer";
  }
}

/** That it was heard may be lost with the power: told again, the school knows the message. */
async function recordDelivery(gateway: Gateway, event: Event, trouble: string | undefined): Promise<void> {
  const { id, attempts } = event;
  if (trouble === undefined) {
    const heard = async (tx: Tx) => void (await queries(tx).noteDelivered.execute({ id, attempts }));
    return writeBooks(gateway, heard, { durable: false, beside: BESIDE_ALL });
  }
  const wait = WAITS_MS[attempts - 1];
  const change: Partial<Event> =
    wait === undefined
      ? { state: "given_up", lastError: trouble }
      : { nextTryAt: addMs(gateway.clock(), wait), lastError: trouble };
  await writeBooks(gateway, async (tx) => {
    await tx
      .update(sandboxEvents)
      .set(change)
      .where(and(eq(sandboxEvents.id, id), eq(sandboxEvents.attempts, attempts)));
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
      ...(checkout.card && { card: checkout.card }),
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
