import type { ProviderName } from "#db/words.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { Actor } from "./actor.ts";

/** What the operator has configured and the rules depend on. */
export type Rules = {
  demo: boolean;
  /** How long a seat is kept while its order is paid. */
  holdMinutes: number;
  /** How long an offer from the waiting list stands. */
  offerHours: number;
  passwordLengthMin: number;
  /** In the order in which they are offered. */
  paymentProviders: readonly ProviderName[];
};

/** What a verb gets: its transaction, the time, who asks, and the request that the audit log will name. */
export type WriteCtx = {
  readonly tx: Tx;
  readonly now: Date;
  readonly actor: Actor;
  readonly requestId: string;
  readonly rules: Rules;
};

/** What a query gets. */
export type ReadCtx = {
  readonly read: Reader;
  readonly now: Date;
  readonly actor: Actor;
  readonly rules: Rules;
};
