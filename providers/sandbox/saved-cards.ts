import { eq } from "drizzle-orm";
import { sandboxCheckouts } from "#db/schema/index.ts";
import { formatFailure } from "#domain/kernel/describe-failure.ts";
import { createId } from "#domain/kernel/ids.ts";
import {
  type CardCharge,
  type CardChargeRequest,
  type CardKeeper,
  ProviderTrouble,
} from "#domain/payments/provider.ts";
import { TEST_CARDS } from "./cards.ts";
import { LOST_MS } from "./charge.ts";
import { type Checkout, findCheckout, findCheckoutOfPayment, toPaymentStatus } from "./checkouts.ts";
import { deliverEvents, type Event, recordEvent } from "./events.ts";
import { type Gateway, writeBooks } from "./gateway.ts";

/** The cards that the gateway keeps: each is known by the checkout in which it was typed. */
export function sandboxCards(gateway: Gateway): CardKeeper {
  return {
    charge: (request) => charge(gateway, request),
    find: async ({ paymentId }) => {
      const made = await findCheckoutOfPayment(gateway, paymentId);
      return made ? toCharge(gateway, made) : null;
    },
    forget: async ({ customerReference }) => {
      const own = eq(sandboxCheckouts.id, customerReference);
      await writeBooks(gateway, async (tx) => {
        await tx.update(sandboxCheckouts).set({ keepsCard: false }).where(own);
      });
    },
  };
}

const toCharge = (gateway: Gateway, made: Checkout): CardCharge => ({
  reference: made.id,
  status: toPaymentStatus(made, gateway.clock()),
});

/** A charge is a checkout that nobody sees: paid or declined from its first moment. The same key is the same one. */
async function charge(gateway: Gateway, request: CardChargeRequest): Promise<CardCharge> {
  const kept = await findCheckout(gateway, request.card.customerReference);
  const card = TEST_CARDS.find(({ number }) => number.slice(-4) === kept?.cardLast4);
  const later = kept?.keepsCard ? card?.later : "declined";
  const failure =
    later === "declined"
      ? formatFailure("card_declined")
      : later === "confirm"
        ? formatFailure("not_authenticated")
        : null;
  const { made, events } = await writeBooks(gateway, (tx) =>
    record(tx, request, { kept, failure, now: gateway.clock() }),
  );
  if (!made) throw new ProviderTrouble("this key was used for another charge");
  if (later === "lost" && events.length > 0) throw new ProviderTrouble("the answer of the sandbox gateway was lost");
  await deliverEvents(gateway, events);
  return toCharge(gateway, made);
}

type Facts = { kept: Checkout | undefined; failure: string | null; now: Date };

/** The event goes out at once, except with the card whose answers get lost. */
async function record(tx: Parameters<Parameters<typeof writeBooks>[1]>[0], request: CardChargeRequest, facts: Facts) {
  const { kept, failure, now } = facts;
  const { amount, idempotencyKey } = request;
  const isLost = TEST_CARDS.some(({ number, later }) => later === "lost" && number.slice(-4) === kept?.cardLast4);
  const [made] = await tx
    .insert(sandboxCheckouts)
    .values({
      ...{
        id: createId("sandboxCheckout"),
        paymentId: request.paymentId,
        idempotencyKey,
        orderCode: request.orderCode,
      },
      ...{ amountMinor: amount.minor, currency: amount.currency, description: request.description.slice(0, 500) },
      ...{ state: failure === null ? "paid" : "declined", cardLast4: kept?.cardLast4 ?? null, failure },
      // Nobody ever stands at it, so it leads nowhere.
      ...{ returnUrl: "", cancelUrl: "", expiresAt: now, createdAt: now, paidAt: failure === null ? now : null },
    })
    .onConflictDoNothing()
    .returning();
  const events: Event[] = [];
  if (made) {
    const eventId = createId("sandboxEvent");
    events.push(await recordEvent(tx, made, { eventId, afterMs: isLost ? LOST_MS : 0, now }));
    return { made, events };
  }
  const [again] = await tx.select().from(sandboxCheckouts).where(eq(sandboxCheckouts.idempotencyKey, idempotencyKey));
  return { made: again?.amountMinor === amount.minor ? again : undefined, events };
}
