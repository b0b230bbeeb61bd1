import { BESIDE_ALL } from "#db/beside.ts";
import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { sandboxCheckouts } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { SandboxCheckoutState } from "#db/enums.ts";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import { formatFailure } from "#domain/kernel/describe-failure.ts";
import { createId } from "#domain/kernel/ids.ts";
import type { CardOutcome, TestCard } from "./cards.ts";
import type { Checkout } from "./checkouts.ts";
import { deliverDueEvents, deliverEvents, type Event, recordEvent } from "./events.ts";
import { type Gateway, writeBooks } from "./gateway.ts";

const SLOW_MS = 3 * SECOND_MS;
export const LOST_MS = 10 * SECOND_MS;

type Course = {
  state: SandboxCheckoutState;
  failure?: string;
  /** When the school is told, counted from now; the letters say which messages are the same one. */
  tells: readonly { message: "a" | "b"; afterMs: number }[];
};

const COURSES: Record<CardOutcome, Course> = {
  paid: { state: "paid", tells: [{ message: "a", afterMs: 0 }] },
  declined: { state: "declined", failure: formatFailure("card_declined"), tells: [{ message: "a", afterMs: 0 }] },
  confirm: { state: "needs_confirmation", tells: [] },
  slow: { state: "processing", tells: [{ message: "a", afterMs: SLOW_MS }] },
  twice: {
    state: "paid",
    tells: [
      { message: "a", afterMs: 0 },
      { message: "a", afterMs: 0 },
      { message: "b", afterMs: 0 },
    ],
  },
  lost: { state: "paid", tells: [{ message: "a", afterMs: LOST_MS }] },
  declined_later: { state: "paid", tells: [{ message: "a", afterMs: 0 }] },
  confirm_later: { state: "paid", tells: [{ message: "a", afterMs: 0 }] },
  lost_later: { state: "paid", tells: [{ message: "a", afterMs: 0 }] },
};

const CONFIRMED = COURSES.paid;
const REFUSED: Course = { ...COURSES.declined, failure: formatFailure("payment_not_confirmed") };
const LEFT: Course = { state: "cancelled", tells: COURSES.paid.tells };

/** Charges an open checkout with a test card. Gives undefined when it can no longer be charged: nothing happens then. */
export function chargeCard(gateway: Gateway, checkoutId: string, card: TestCard): Promise<Checkout | undefined> {
  return move(gateway, checkoutId, ["open"], COURSES[card.outcome], card.number.slice(-4));
}

/** Answers the bank's question about a charge. Gives undefined when there is no question any more. */
export function answerBank(gateway: Gateway, checkoutId: string, confirmed: boolean): Promise<Checkout | undefined> {
  return move(gateway, checkoutId, ["needs_confirmation"], confirmed ? CONFIRMED : REFUSED);
}

/** The buyer leaves without paying. Gives undefined when the checkout was over already. */
export function leaveCheckout(gateway: Gateway, checkoutId: string): Promise<Checkout | undefined> {
  return move(gateway, checkoutId, ["open", "needs_confirmation"], LEFT);
}

/** Ends a checkout because the school says so; there is nothing to tell it then. */
export async function cancelCheckout(gateway: Gateway, checkoutId: string): Promise<void> {
  await move(gateway, checkoutId, ["open", "needs_confirmation"], { state: "cancelled", tells: [] });
}

const p = sql.placeholder;

/** Each way a checkout may move is prepared once. */
const moves = perClient((_tx: Tx) => new Map<string, ReturnType<typeof prepareMove>>());

function prepareMove(tx: Tx, from: readonly SandboxCheckoutState[], to: SandboxCheckoutState) {
  return tx
    .update(sandboxCheckouts)
    .set({
      state: to,
      failure: sql`${p("failure")}`,
      cardLast4: sql`coalesce(${p("cardLast4")}, ${sandboxCheckouts.cardLast4})`,
      ...(to === "paid" ? { paidAt: sql`${param(sandboxCheckouts.paidAt, "now")}` } : {}),
    })
    .where(
      and(
        eq(sandboxCheckouts.id, p("id")),
        inArray(sandboxCheckouts.state, [...from]),
        gt(sandboxCheckouts.expiresAt, param(sandboxCheckouts.expiresAt, "now")),
      ),
    )
    .returning()
    .prepare();
}

function preparedMove(tx: Tx, from: readonly SandboxCheckoutState[], to: SandboxCheckoutState) {
  const key = [...from, to].join(" ");
  const known = moves(tx);
  let statement = known.get(key);
  if (!statement) known.set(key, (statement = prepareMove(tx, from, to)));
  return statement;
}

async function move(
  gateway: Gateway,
  id: string,
  from: readonly SandboxCheckoutState[],
  course: Course,
  cardLast4: string | null = null,
): Promise<Checkout | undefined> {
  const now = gateway.clock();
  const { state, failure = null, tells } = course;
  const eventIds = { a: createId("sandboxEvent"), b: createId("sandboxEvent") };
  // Whoever is told now, before the buyer goes on, writes durably, and that write carries this one with it; so does the note that
  // nobody could be told.
  const durable = !tells.some(({ afterMs }) => afterMs === 0);
  const take = async (tx: Tx) => {
    const [checkout] = await preparedMove(tx, from, state).execute({ id, failure, cardLast4, now });
    if (!checkout) return undefined;
    const events: Event[] = [];
    for (const { message, afterMs } of tells) {
      events.push(await recordEvent(tx, checkout, { eventId: eventIds[message], afterMs, now }));
    }
    return { checkout, events };
  };
  const moved = await writeBooks(gateway, take, { durable, beside: BESIDE_ALL });
  if (moved) await tell(gateway, moved.events, tells);
  return moved?.checkout;
}

/** What is due goes out before the buyer goes on; what is due later goes out then, or by the job if this process is gone. */
async function tell(gateway: Gateway, events: readonly Event[], tells: Course["tells"]): Promise<void> {
  await deliverEvents(
    gateway,
    events.filter((_, n) => tells[n]?.afterMs === 0),
  );
  for (const { afterMs } of tells) {
    if (afterMs === 0) continue;
    setTimeout(() => void deliverDueEvents(gateway).catch(() => undefined), afterMs + 50).unref();
  }
}
