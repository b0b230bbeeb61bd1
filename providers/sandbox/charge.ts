import { and, eq, gt, inArray } from "drizzle-orm";
import { sandboxCheckouts } from "#db/schema/index.ts";
import type { SandboxCheckoutState } from "#db/enums.ts";
import { addMs, SECOND_MS } from "#domain/kernel/clock.ts";
import { formatFailure } from "#domain/kernel/describe-failure.ts";
import { createId } from "#domain/kernel/ids.ts";
import type { CardOutcome, TestCard } from "./cards.ts";
import type { Checkout } from "./checkouts.ts";
import { deliverDueEvents, deliverEventsOf, recordEvent } from "./events.ts";
import { type Gateway, writeBooks } from "./gateway.ts";

const SLOW_MS = 3 * SECOND_MS;
const LOST_MS = 10 * SECOND_MS;

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
};

const CONFIRMED = COURSES.paid;
const REFUSED: Course = { ...COURSES.declined, failure: formatFailure("payment_not_confirmed") };
const LEFT: Course = { state: "cancelled", tells: COURSES.paid.tells };

/** Charges an open checkout with a test card. Gives undefined when it can no longer be charged: nothing happens then. */
export function chargeCard(gateway: Gateway, checkoutId: string, card: TestCard): Promise<Checkout | undefined> {
  return move(gateway, checkoutId, ["open"], COURSES[card.outcome], { cardLast4: card.number.slice(-4) });
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

async function move(
  gateway: Gateway,
  checkoutId: string,
  from: SandboxCheckoutState[],
  course: Course,
  set: Partial<Checkout> = {},
): Promise<Checkout | undefined> {
  const now = gateway.clock();
  const { state, failure = null, tells } = course;
  const eventIds = { a: createId("sandboxEvent"), b: createId("sandboxEvent") };
  const moved = await writeBooks(gateway, async (tx) => {
    const [checkout] = await tx
      .update(sandboxCheckouts)
      .set({ ...set, state, failure, ...(state === "paid" ? { paidAt: now } : {}) })
      .where(
        and(
          eq(sandboxCheckouts.id, checkoutId),
          inArray(sandboxCheckouts.state, from),
          gt(sandboxCheckouts.expiresAt, now),
        ),
      )
      .returning();
    if (!checkout) return undefined;
    for (const { message, afterMs } of tells) {
      await recordEvent(tx, checkout, { eventId: eventIds[message], at: addMs(now, afterMs), now });
    }
    return checkout;
  });
  if (moved) await tell(gateway, moved.id, tells);
  return moved;
}

/** What is due goes out before the buyer goes on; what is due later goes out then, or by the job if this process is gone. */
async function tell(gateway: Gateway, checkoutId: string, tells: Course["tells"]): Promise<void> {
  if (tells.some(({ afterMs }) => afterMs === 0)) await deliverEventsOf(gateway, checkoutId);
  for (const { afterMs } of tells) {
    if (afterMs === 0) continue;
    setTimeout(() => void deliverDueEvents(gateway).catch(() => undefined), afterMs + 50).unref();
  }
}
