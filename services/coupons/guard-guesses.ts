import { type LimitCounter, listCouponCounters } from "#domain/accounts/limit-counters.ts";
import { getActorId } from "#domain/kernel/actor.ts";
import { countAttempt, getWaitSeconds } from "#domain/kernel/count-attempt.ts";
import { isRefusal, Refusal } from "#domain/kernel/refusal.ts";
import { message } from "#messages/message.ts";
import { BESIDE_ALL, runtime, type WriteAs, write } from "#runtime";

type Guesser = WriteAs & {
  /** From where; undefined for a program, which is counted by whose token it has. */
  address?: string | undefined;
};

/**
 * Runs what reads coupon codes, and counts those that nobody has: by who asks and by where they come from. Once there were too many, every code is
 * refused for a while (`rate_limited`), the right ones too, so that going on says nothing. A right code costs no write.
 */
export async function guardGuesses<T>(as: Guesser, codes: string | undefined, run: () => Promise<T>): Promise<T> {
  if (!codes?.trim()) return run();
  const { rules } = runtime();
  const id = as.actor.type === "user" ? getActorId(as.actor) : undefined;
  const counters = listCouponCounters({ id, address: as.address }, rules);
  await refuseWhenFull(counters);
  try {
    return await run();
  } catch (error) {
    if (isRefusal(error) && error.code === "coupon_refused" && isUnknown(error)) await countGuess(as, counters);
    throw error;
  }
}

const isUnknown = ({ said }: Refusal) => typeof said !== "string" && said.key === "refusals.coupon_unknown";

async function refuseWhenFull(counters: readonly LimitCounter[]): Promise<void> {
  const { database, clock } = runtime();
  const retryAfterSeconds = counters.length === 0 ? 0 : await getWaitSeconds(database.read, counters, clock());
  if (retryAfterSeconds > 0) throw refuse(retryAfterSeconds);
}

function refuse(retryAfterSeconds: number): Refusal {
  const words = message("refusals.coupon_guesses");
  return new Refusal("rate_limited", { retryAfterSeconds, words, fields: { coupon: words } });
}

async function countGuess(as: Guesser, counters: readonly LimitCounter[]): Promise<void> {
  await write(
    as,
    async (ctx) => {
      for (const { key, bounds } of counters) await countAttempt(ctx, key, bounds);
    },
    { durable: false, beside: BESIDE_ALL },
  );
}
