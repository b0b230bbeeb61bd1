import { createHash } from "node:crypto";
import { recordWithdrawal } from "#domain/checkout/record-withdrawal.ts";
import { countAttempt, type Limit } from "#domain/kernel/count-attempt.ts";
import { DAY_MS, HOUR_MS } from "#domain/kernel/clock.ts";
import { getAddressSource } from "#domain/kernel/networks.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { message } from "#messages/message.ts";
import { BESIDE_ALL, runtime, type WriteAs, write } from "#runtime";

/** Nobody withdraws more often; whoever sends mails to others with it, or tries codes, is stopped. */
const PER_SOURCE: Limit = { max: 20, windowMs: HOUR_MS };
const PER_ADDRESS: Limit = { max: 5, windowMs: DAY_MS };
/** A demo and its tests are tried by many people from one address. */
const DEMO_FACTOR = 100;

/** Keeps a declaration of withdrawal, unless there were too many from one source or for one address (`rate_limited`). */
export async function declareWithdrawal(
  as: WriteAs & { address: string },
  input: { id: string; code: string; email: string; name: string },
) {
  const { rules } = runtime();
  const factor = rules.demo ? DEMO_FACTOR : 1;
  const account = createHash("sha256").update(input.email).digest("base64url");
  const counters: [key: string, bounds: Limit][] = [
    [`withdraw:address:${getAddressSource(as.address)}`, { ...PER_SOURCE, max: PER_SOURCE.max * factor }],
    [`withdraw:account:${account}`, PER_ADDRESS],
  ];
  const waits = await write(
    as,
    async (ctx) => {
      for (const [key, bounds] of counters) {
        const { allowed, retryAfterSeconds } = await countAttempt(ctx, key, bounds);
        if (!allowed) return retryAfterSeconds;
      }
      return undefined;
    },
    { durable: false, beside: BESIDE_ALL },
  );
  if (waits !== undefined) {
    throw new Refusal("rate_limited", { retryAfterSeconds: waits, words: message("withdrawals.too_many") });
  }
  return write(as, (ctx) => recordWithdrawal(ctx, input));
}
