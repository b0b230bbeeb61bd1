import type { createFakeClock } from "#domain/kernel/clock.ts";
import type { Money } from "#domain/kernel/money.ts";
import type { CheckoutRequest, PaymentProvider } from "#domain/payments/provider.ts";

export type Message = { body: string; headers: Headers };

/**
 * A provider with everything around it that a test needs to move: its server, the buyer, the bank. What a provider has not is left out, and
 * the suite passes over it by name.
 */
export type World = {
  provider: PaymentProvider;
  clock: ReturnType<typeof createFakeClock>;
  /** For how long one of its checkouts lasts at least. */
  lastsMs: number;
  /** What it can charge: an amount of a currency without decimals, with two, and with three. */
  amounts: Money[];
  /** The buyer pays, is declined, or leaves with a slow method under way, whose money arrives or does not. */
  pay?(reference: string): Promise<void>;
  decline?(reference: string): Promise<void>;
  payLater?(reference: string): Promise<void>;
  arrive?(reference: string): Promise<void>;
  bounce?(reference: string): Promise<void>;
  /** How many checkouts the provider has of a payment, what it has taken for it and given back of it, in minor units. */
  countCheckouts?(paymentId: string): Promise<number>;
  getTakenMinor?(paymentId: string): Promise<number>;
  getRefundedMinor?(paymentId: string): Promise<number>;
  /** The next call comes to nothing: nothing was done, or it was done and the answer lost. */
  failNext?(when: "before" | "after"): void;
  /** The provider forgets the keys of earlier calls, as it may after a day. */
  forgetKeys?(): void;
  /** The messages that it has sent about a checkout so far, oldest first, as they are sent. */
  listMessages?(request: CheckoutRequest, reference: string): Promise<Message[]>;
  /** Somebody gives money back at the provider; a refund fails after all; the buyer's bank wants money back and decides. */
  refundThere?(reference: string, minor: number): Promise<Message>;
  failRefund?(refundReference: string, reference: string): Promise<Message>;
  dispute?(reference: string, minor: number, outcome: "opened" | "won" | "lost"): Promise<Message>;
  /** The buyer pays with a card that is kept and that is charged, or declined, when it is charged later. */
  payAndKeep?(reference: string, later: "paid" | "declined"): Promise<void>;
};

/** What each part of the suite works with. */
export type Suite = {
  world(): World;
  /** Begins a checkout of the first amount, or of another. */
  begin(change?: Partial<CheckoutRequest>): Promise<{ request: CheckoutRequest; reference: string }>;
  /** A test that is passed over, by its name, where the provider has not what it needs. */
  needs(what: readonly (keyof World)[], name: string, run: () => Promise<void>): void;
};
