import type { ProviderName } from "#db/enums.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { Message } from "#messages/message.ts";
import type { Actor } from "./actor.ts";
import type { Money } from "./money.ts";

/** What the operator has configured and the rules depend on. */
export type Rules = {
  demo: boolean;
  /** How long a seat is kept while its order is paid. */
  holdMinutes: number;
  /** How long an offer from the waiting list stands. */
  offerHours: number;
  passwordLengthMin: number;
  /** For how long a sign-in that nobody uses lasts. */
  sessionIdleMs: { staff: number; student: number };
  /** A refund of more than this many of its currency (480 is CHF 480.00) asks who it is again. */
  refundConfirmAbove: number;
  /** Where transfers go; none where the school takes none. */
  bank?: { accountHolder: string; iban: string } | null;
  /** In the order in which they are offered. */
  paymentProviders: readonly ProviderName[];
  /** Why a provider can never charge an amount, by its own rules; null when nothing is known against it. */
  keepsCards?: (provider: ProviderName) => boolean;
  whyNotCharge?: (provider: ProviderName, amount: Money) => Message | null;
};

/** What a write has: its transaction, the time, who asks, and the request that the audit log will name. */
export type TxCtx = {
  readonly tx: Tx;
  readonly now: Date;
  readonly actor: Actor;
  readonly requestId: string;
  /** That of the page on which it was asked for, when it is another one than the school's own. */
  readonly language?: string;
  readonly rules: Rules;
  /** Where moves between states are kept until they are written together (`recordStates` in transitions.ts). */
  readonly gathered?: StateMove[];
  /** Told what the verb has audited, when somebody watches. */
  readonly onAudit?: (action: string) => void;
};

/** One move of an object from a state (none: it was made) to another, as its history has it. */
export type StateMove = {
  id: string;
  objectType: string;
  objectId: string;
  fromState: string | null;
  toState: string;
  why: string;
};

// The two marks below exist for the compiler only: no object has them.
declare const unasked: unique symbol;
declare const authorized: unique symbol;

/** What the policy has let through: `authorize` makes a verb's context one of these. */
export type Authorized = { readonly [authorized]: true };

/**
 * What a verb gets: something that pages, jobs and commands call. It asks the policy, and may call other verbs, which ask again.
 */
export type WriteCtx = TxCtx & { readonly [unasked]: true };

/**
 * What a step gets: a part of several verbs (claiming a seat, writing a journal). It is given only after the verb has asked the
 * policy, so nothing outside the domain can call one; and a step calls no verb.
 */
export type StepCtx = TxCtx & Authorized;

/** What a part of a verb gets that calls other verbs: the policy has been asked, and each of them asks again. */
export type VerbPartCtx = WriteCtx & Authorized;

/** What a query gets. */
export type ReadCtx = {
  readonly read: Reader;
  /** In which the texts of courses are wanted, where they are given in several. */
  readonly language?: string | undefined;
  readonly now: Date;
  readonly actor: Actor;
  readonly rules: Rules;
};
