import type {
  CardAtProvider,
  CardCharge,
  CardChargeRequest,
  CardKeeper,
  PaymentStatus,
} from "#domain/payments/provider.ts";
import type { Draw } from "./draw.ts";

export type Session = {
  reference: string;
  paymentId: string;
  key: string;
  amount: { minor: number; currency: string };
  state: "open" | "processing" | "paid" | "declined" | "cancelled";
  expiresAt: Date;
  /** How often money was taken for it. */
  charges: number;
  /** It was said to have failed, and may be paid all the same. */
  isTriedAgain?: boolean;
  /** The buyer has agreed that the card is kept. */
  keepsCard?: boolean;
};

type Books = {
  sessions: Session[];
  nextId: (kind: string) => string;
  viewOf: (session: Session) => PaymentStatus;
  tell: (session: Session, type: string) => void;
  draw: () => Draw;
  /** A call over the network. */
  ask: <T>(act: () => T) => Promise<T>;
};

export type CardShelf = ReturnType<typeof createCardShelf>;

/** What a service gives to a school whose buyer has agreed that the card is kept. */
export const toStoredCard = ({ reference }: Session): CardAtProvider => ({
  ...{ customerReference: `cus_${reference}`, methodReference: `pm_${reference}` },
  ...{ brand: "visa", last4: "4242", expMonth: 12, expYear: 2030 },
});

/**
 * The cards that a payment service keeps. A charge is a session like another: it is paid or declined at once, under the key of its request, and
 * goes back like any other. What must never be asked of a service is noted.
 */
export function createCardShelf({ sessions, nextId, viewOf, tell, draw, ask }: Books) {
  const forgotten = new Set<string>();
  const faults: string[] = [];
  const toCharge = (session: Session): CardCharge => ({ reference: session.reference, status: viewOf(session) });
  const findCharge = (request: CardChargeRequest) => sessions.find(({ key }) => key === request.idempotencyKey);

  function charge(request: CardChargeRequest): CardCharge {
    const { paymentId, amount, idempotencyKey: key, card } = request;
    const before = findCharge(request);
    if (before) return toCharge(before);
    if (forgotten.has(card.methodReference)) faults.push(`${paymentId} is charged to a card that was forgotten`);
    const isDeclined = draw().percent(30);
    const session: Session = {
      ...{ reference: nextId("pi"), paymentId, key, amount, expiresAt: new Date(8.64e15) },
      ...{ state: isDeclined ? "declined" : "paid", charges: isDeclined ? 0 : 1 },
    };
    sessions.push(session);
    tell(session, isDeclined ? "charge.failed" : "charge.succeeded");
    return toCharge(session);
  }

  const keeper: CardKeeper = {
    charge: (request) => ask(() => charge(request)),
    find: (request) =>
      ask(() => {
        const found = findCharge(request);
        return found ? toCharge(found) : null;
      }),
    forget: ({ methodReference }) => ask(() => void forgotten.add(methodReference)),
  };
  return { keeper, forgotten, faults };
}
