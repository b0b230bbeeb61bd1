import { eq } from "drizzle-orm";
import { rateLimits } from "#db/schema/index.ts";
import { HOUR_MS, MINUTE_MS } from "../kernel/clock.ts";
import type { Rules, StepCtx } from "../kernel/command.ts";
import type { Limit } from "../kernel/rate-limit.ts";
import { tokenHash } from "./sessions.ts";

/** How often doors may be tried: for one account (by the address typed, known or not), and from one network address. */
const PER_ACCOUNT = {
  sign_in: { max: 10, windowMs: 15 * MINUTE_MS },
  code: { max: 5, windowMs: HOUR_MS },
} as const satisfies Record<string, Limit>;

const PER_ADDRESS = {
  sign_in: { max: 50, windowMs: 15 * MINUTE_MS },
  code: { max: 30, windowMs: HOUR_MS },
  sign_up: { max: 20, windowMs: HOUR_MS },
} as const satisfies Record<string, Limit>;

/** A demo and its tests are tried by many people from one address. */
const DEMO_FACTOR = 100;

export type Counted = { key: string; bounds: Limit };

/** The counter for one account. The address is hashed, because a counter needs no names. */
export function accountLimit(door: keyof typeof PER_ACCOUNT, email: string): Counted {
  return { key: `${door}:account:${tokenHash(email)}`, bounds: PER_ACCOUNT[door] };
}

/** The counter for one network address. */
export function addressLimit(door: keyof typeof PER_ADDRESS, address: string, rules: Rules): Counted {
  const { max, windowMs } = PER_ADDRESS[door];
  return { key: `${door}:address:${address}`, bounds: { max: rules.demo ? max * DEMO_FACTOR : max, windowMs } };
}

/** Forgets the tries for an account that has just been opened: only those in vain count against it. */
export async function forgetTries(ctx: StepCtx, { key }: Counted): Promise<void> {
  await ctx.tx.delete(rateLimits).where(eq(rateLimits.key, key));
}
