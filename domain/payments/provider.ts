import type { DisputeState, ProviderName } from "#db/enums.ts";
import { type Message, type PlainKey } from "#messages/message.ts";
import type { Money } from "../kernel/money.ts";

/** What a provider needs to begin one attempt. Everything in it was stored before the call. */
export type CheckoutRequest = {
  paymentId: string;
  /** Made from the payment's id: a repeated call is the same call. */
  idempotencyKey: string;
  orderCode: string;
  amount: Money;
  /** One line for the buyer's statement or page. */
  description: string;
  buyerEmail: string;
  /** When the seat is given back: no checkout may outlive it. */
  expiresAt: Date;
  /** Where the buyer comes back to, whatever happened there. */
  returnUrl: string;
  cancelUrl: string;
  /** The buyer has agreed that the card is kept and charged for the parts that follow. */
  keepsCard?: boolean;
};

/** A card that the provider keeps: its own ids of it, and what its holder knows it by. */
export type CardAtProvider = {
  customerReference: string;
  methodReference: string;
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
};

/** What is charged to a kept card while its holder is away. Everything in it was stored before the call. */
export type CardChargeRequest = Pick<
  CheckoutRequest,
  "paymentId" | "idempotencyKey" | "orderCode" | "amount" | "description"
> & { card: Pick<CardAtProvider, "customerReference" | "methodReference"> };

/** A charge that stands at the provider, under a reference that `look`, `cancel` and `refund` take too. */
export type CardCharge = { reference: string; status: PaymentStatus };

/** What a provider does that can keep cards. */
export interface CardKeeper {
  /**
   * Charges a kept card. The same request is the same charge, however often and however late it is made. A card that is declined, or
   * that its holder must confirm, is an answer (`failed`) and no trouble.
   */
  charge(request: CardChargeRequest): Promise<CardCharge>;
  /** The charge that was made for a request, or null; makes none. */
  find(request: CardChargeRequest): Promise<CardCharge | null>;
  /** Forgets a card for good. Fine to call again. */
  forget(card: Pick<CardAtProvider, "customerReference" | "methodReference">): Promise<void>;
}

/** A checkout that stands at the provider. A bank transfer has no page to go to. */
export type StartedCheckout = { reference: string; checkoutUrl: string | null };

/** What the provider says of an attempt, in our words. */
export type PaymentStatus = {
  state: "pending" | "settled" | "failed" | "expired" | "cancelled";
  amount: Money;
  /** False for play money. A real school takes no test payments, and a demo takes no live ones. */
  live: boolean;
  /** Which payment the provider says it is about; must be the one we asked about. */
  paymentId: string | null;
  failure?: string;
  /** What the provider calls the payment besides its reference, as its statements and dashboard do. */
  aliases?: string[];
  /** Pending, and the buyer is done: a slow method is settling, so there is no page to go on to and nothing to pay again. */
  isSettling?: boolean;
  /** Settled, and the card with which it was paid was kept, as was asked. */
  card?: CardAtProvider;
};

/** A message from a provider whose signature has been checked. */
export type ProviderEvent = {
  eventId: string;
  type: string;
  /** Which attempt it speaks of: the provider's reference, or our id when it carries that. */
  reference: string | null;
  paymentId: string | null;
  /** What is kept of it; no card data. */
  body: unknown;
  /** Which of the school's signing secrets proved it, by its fingerprint. */
  signedWith?: string;
  /** It is of the other mode than the school's key: a live message beside a test key, or the other way about. */
  isOtherMode?: boolean;
  /** What the message itself proves. Without it, `look` asks how the attempt stands. */
  view?: PaymentStatus;
  /** What the provider, asked again, says went back of the payment. Only when the message is about that. */
  reversals?: Reversals;
};

export type RefundRequest = {
  refundId: string;
  idempotencyKey: string;
  reference: string;
  amount: Money;
  reason: string;
};
export type RefundStatus = { state: "submitted" | "done" | "failed"; reference: string; failure?: string };

/** A refund as the provider has it, whoever made it. */
export type RefundAtProvider = RefundStatus & {
  /** Our id, when it was asked for here. */
  refundId: string | null;
  amount: Money;
  reason: string | null;
};

/** The buyer's bank wants a payment back. */
export type DisputeAtProvider = {
  reference: string;
  state: DisputeState;
  amount: Money;
  /** Why, in the provider's word. */
  reason: string;
  /** Until when the school may answer. */
  respondBy: Date | null;
  /** Its money was taken out of the school's balance; an enquiry takes none. */
  isWithdrawn: boolean;
  /** Its money was put back. */
  isReinstated: boolean;
};

/** Every refund and dispute that the provider has of a payment, oldest first. */
export type Reversals = { refunds: RefundAtProvider[]; disputes: DisputeAtProvider[] };

export type BalanceTransactionKind = "charge" | "refund" | "dispute" | "fee" | "payout" | "other";

/** Something that moved the school's balance at a provider. */
export type BalanceTransaction = {
  /** The provider's own id of it. */
  reference: string;
  kind: BalanceTransactionKind;
  /** What was added to the balance, or taken from it where it is negative, before the fee. */
  gross: Money;
  feeMinor: number;
  netMinor: number;
  /** The provider's id of what it was made by: a charge, a refund, a dispute, a payout. */
  source: string | null;
  /** What else the provider calls the payment that it belongs to, and our id where the provider carries that. */
  names: string[];
  paymentId: string | null;
  /** From which day it can be paid out (`2026-11-29`). */
  availableOn: string | null;
  payoutReference: string | null;
  occurredAt: Date;
};

/**
 * A way to take money. Calls leave the machine, so they are made between transactions and have a deadline.
 * A call that fails throws `ProviderTrouble`; whether money moved is then unknown and `look` will tell.
 */
export interface PaymentProvider {
  readonly name: ProviderName;
  /** What the buyer reads beside the choice. */
  readonly label: PlainKey;
  readonly explanation: PlainKey;
  /** Only of a provider that can keep cards and charge them later. */
  readonly cards?: CardKeeper;
  /** Why the provider can never charge an amount, for the office; null when nothing is known against it. */
  whyNotCharge?(amount: Money): Message | null;
  /** Throws `ProviderRefusal` when it will not take this for good. */
  start(request: CheckoutRequest): Promise<StartedCheckout>;
  /** Asks the provider how the attempt stands: the answer decides, not the message that caused the question. */
  look(reference: string): Promise<PaymentStatus>;
  /** Makes sure that the attempt can no longer be paid. Fine to call again. */
  cancel(reference: string): Promise<void>;
  refund(request: RefundRequest): Promise<RefundStatus>;
  /** What has moved the balance since a moment, oldest first; left out by a provider that keeps no balance. */
  listBalanceTransactions?(since: Date): Promise<BalanceTransaction[]>;
  /** Checks the signature over the raw body and says what the message is about. Throws `BadSignature`. */
  readEvent(rawBody: string, headers: Headers, now: Date): Promise<ProviderEvent>;
}

const TROUBLE = Symbol.for("matricula.provider-trouble");
const REFUSED = Symbol.for("matricula.provider-refusal");
const BAD_SIGNATURE = Symbol.for("matricula.bad-signature");

/** The provider did not answer, or not in a way we understand. */
export class ProviderTrouble extends Error {
  readonly [TROUBLE] = true;
  override name: string = "ProviderTrouble";
}

/**
 * What a provider's refusal is about: the amount, the buyer's address, the school's own account at the provider, something else
 * in what was asked, the key, under which something else was asked before, or something that the provider does not know.
 */
export type RefusalCause = "amount" | "address" | "account" | "request" | "key" | "unknown";

/**
 * The provider understood what was asked and said no, for good: asking the same again is pointless. Every other trouble is
 * passing. `message` is for the office; what the buyer reads is made from the cause.
 */
export class ProviderRefusal extends ProviderTrouble {
  readonly [REFUSED] = true;
  override name = "ProviderRefusal";
  readonly about: RefusalCause;
  constructor(about: RefusalCause, message: string, options?: ErrorOptions) {
    super(message, options);
    this.about = about;
  }
}

/** A message that claims to come from a provider and cannot prove it. */
export class BadSignature extends Error {
  readonly [BAD_SIGNATURE] = true;
  override name = "BadSignature";
}

export const isProviderTrouble = (error: unknown): error is ProviderTrouble =>
  typeof error === "object" && error !== null && TROUBLE in error;
export const isProviderRefusal = (error: unknown): error is ProviderRefusal =>
  typeof error === "object" && error !== null && REFUSED in error;
export const isBadSignature = (error: unknown): error is BadSignature =>
  typeof error === "object" && error !== null && BAD_SIGNATURE in error;
