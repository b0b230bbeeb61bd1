import { createHmac, timingSafeEqual } from "node:crypto";
import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { rateLimits } from "#db/schema/index.ts";
import { message, type Message } from "#messages/message.ts";
import { HOUR_MS, MINUTE_MS } from "../kernel/clock.ts";
import type { Rules, TxCtx } from "../kernel/command.ts";
import { createSecret } from "../kernel/ids.ts";
import { getAddressSource } from "../kernel/networks.ts";
import { countAttempt, type Limit } from "../kernel/count-attempt.ts";
import { hashToken } from "./sessions.ts";

/**
 * How often doors may be tried. A stranger is counted three times: by the source they come from (an IPv4 address, a /64 of
 * IPv6), by that source and the account together, and by the account from everywhere. So nobody can try many passwords, and
 * nobody can lock somebody else out: a browser that the account was opened with before is counted by itself and by nothing
 * else, and whoever holds what was mailed is not counted by account at all. The reasons: docs/decisions/throttling.md.
 */
export type LimitedAction = "sign_in" | "code" | "link" | "guess" | "sign_up";

const QUARTER = 15 * MINUTE_MS;

const PER_SOURCE: Record<LimitedAction, Limit> = {
  sign_in: { max: 50, windowMs: QUARTER },
  /** Mails with six digits, and mails with a link. */
  code: { max: 30, windowMs: HOUR_MS },
  link: { max: 30, windowMs: HOUR_MS },
  /** Six digits that are typed. */
  guess: { max: 50, windowMs: QUARTER },
  sign_up: { max: 20, windowMs: HOUR_MS },
};

const PER_SOURCE_AND_ACCOUNT: Record<Exclude<LimitedAction, "sign_up">, Limit> = {
  sign_in: { max: 10, windowMs: QUARTER },
  code: { max: 5, windowMs: HOUR_MS },
  link: { max: 5, windowMs: HOUR_MS },
  guess: { max: 10, windowMs: QUARTER },
};

/**
 * From everywhere. Of mails there are so few in so short a time that the newest always still works when the next may be asked
 * for: who is flooded with them can use it. What is typed of six digits is bounded by the digits themselves (five guesses each).
 */
const PER_ACCOUNT: Partial<Record<LimitedAction, Limit>> = {
  sign_in: { max: 50, windowMs: HOUR_MS },
  code: { max: 4, windowMs: QUARTER },
  link: { max: 4, windowMs: QUARTER },
};

/** A demo and its tests are tried by many people from one address. */
const DEMO_FACTOR = 100;
/** So is a school by a whole class in its own rooms. */
const OFFICE_FACTOR = 10;

/** A counter. `words` are said when it is full, before how long to wait. */
export type LimitCounter = { key: string; bounds: Limit; words?: Message | undefined };

/** Who comes to a door: from where, with which account's address, in which browser. */
export type Caller = {
  address: string;
  /** Whether the address belongs to a network that the office has named as its own. */
  isOffice: boolean;
  email?: string;
  /** The browser, when the account was opened with it before. */
  knownDevice?: string | undefined;
};

/** Every counter for one try at a door, in the order in which they are asked: the first that is full ends it. */
export function listLimitCounters(door: LimitedAction, comer: Caller, rules: Pick<Rules, "demo">): LimitCounter[] {
  const { address, isOffice, email, knownDevice } = comer;
  const source = getAddressCounter(door, address, rules, isOffice);
  if (email === undefined || door === "sign_up") return [source];
  const account = hashToken(email);
  const together = PER_SOURCE_AND_ACCOUNT[door];
  if (knownDevice !== undefined) return [{ key: `${door}:device:${hashToken(knownDevice)}`, bounds: together }];
  const everywhere = PER_ACCOUNT[door];
  return [
    source,
    { key: `${door}:pair:${account}:${getAddressSource(address)}`, bounds: together },
    ...(everywhere ? [{ key: `${door}:account:${account}`, bounds: everywhere, words: EVERYWHERE_WORDS[door] }] : []),
  ];
}

const EVERYWHERE_WORDS: Partial<Record<LimitedAction, Message>> = {
  sign_in: message("refusals.many_wrong_passwords"),
  code: message("refusals.mails_just_sent"),
  link: message("refusals.mails_just_sent"),
};

/** The counter for somebody who is signed in and shows once more who they are. Nobody else can fill it. */
export function getAccountCounter(door: "sign_in" | "code", email: string): LimitCounter {
  return { key: `${door}:own:${hashToken(email)}`, bounds: PER_SOURCE_AND_ACCOUNT[door] };
}

/** The counter for one source. */
export function getAddressCounter(
  door: LimitedAction,
  address: string,
  rules: Pick<Rules, "demo">,
  isOffice = false,
): LimitCounter {
  const { max, windowMs } = PER_SOURCE[door];
  const factor = rules.demo ? DEMO_FACTOR : isOffice ? OFFICE_FACTOR : 1;
  return { key: `${door}:address:${getAddressSource(address)}`, bounds: { max: max * factor, windowMs } };
}

/** Coupon codes that nobody has, by somebody and from one source. */
const COUPON_GUESSES = { person: { max: 15, windowMs: QUARTER }, source: { max: 50, windowMs: QUARTER } };

/** The counters for a coupon code: of who is signed in, and of where they come from, each where it is known. */
export function listCouponCounters(
  { id, address }: { id: string | undefined; address: string | undefined },
  rules: Pick<Rules, "demo">,
): LimitCounter[] {
  const { person, source } = COUPON_GUESSES;
  const max = source.max * (rules.demo ? DEMO_FACTOR : 1);
  return [
    ...(id === undefined ? [] : [{ key: `coupon:person:${id}`, bounds: person }]),
    ...(address === undefined
      ? []
      : [{ key: `coupon:address:${getAddressSource(address)}`, bounds: { ...source, max } }]),
  ];
}

/** Counts one try by each counter in turn, up to the first that is full. Gives that one, and when it is empty again. */
export async function countAttempts(
  ctx: TxCtx,
  counters: readonly LimitCounter[],
): Promise<{ counted: LimitCounter; retryAfterSeconds: number } | undefined> {
  for (const counted of counters) {
    const { allowed, retryAfterSeconds } = await countAttempt(ctx, counted.key, counted.bounds);
    if (!allowed) return { counted, retryAfterSeconds };
  }
  return undefined;
}

/**
 * Forgets the tries for an account that has just been opened: only those in vain count. Of its source only this one try is
 * forgotten: who has an account of their own must not open the door to others with it.
 */
export async function clearAttempts(ctx: TxCtx, ...counters: readonly LimitCounter[]): Promise<void> {
  const isSource = ({ key }: LimitCounter) => key.includes(":address:");
  const ofAccount = counters.filter((each) => !isSource(each)).map(({ key }) => key);
  if (ofAccount.length > 0) await ctx.tx.delete(rateLimits).where(inArray(rateLimits.key, ofAccount));
  for (const { key, bounds } of counters.filter(isSource)) {
    const windowStart = new Date(Math.floor(ctx.now.getTime() / bounds.windowMs) * bounds.windowMs);
    const thisWindow = and(eq(rateLimits.key, key), eq(rateLimits.windowStart, windowStart), gt(rateLimits.hits, 1));
    await ctx.tx
      .update(rateLimits)
      .set({ hits: sql`${rateLimits.hits} - 1` })
      .where(thisWindow);
  }
}

/** So many people may share a browser and each be known in it. */
const DEVICE_PEOPLE_MAX = 6;

/**
 * What a browser keeps to be known by: for each account that it has opened a random name, and a proof that the school gave it
 * that name for that account. It opens nothing; it only has its wrong passwords counted apart from those of strangers.
 */
export function findKnownDevice(kept: string | undefined, email: string, schoolSecret: string): string | undefined {
  for (const pair of (kept ?? "").slice(0, 1_000).split("~").slice(0, DEVICE_PEOPLE_MAX)) {
    const [name = "", proof = ""] = pair.split(".");
    const right = Buffer.from(deviceProof(name, email, schoolSecret));
    const given = Buffer.from(proof);
    if (name !== "" && given.length === right.length && timingSafeEqual(given, right)) return name;
  }
  return undefined;
}

/** The same, after an account was opened: with this one first, the oldest dropped. Undefined when nothing changes. */
export function rememberDevice(kept: string | undefined, email: string, schoolSecret: string): string | undefined {
  if (findKnownDevice(kept, email, schoolSecret) !== undefined) return undefined;
  const name = createSecret().slice(0, 22);
  const others = (kept ?? "").split("~").filter((pair) => /^[\w-]{1,64}\.[\w-]{1,64}$/.test(pair));
  return [`${name}.${deviceProof(name, email, schoolSecret)}`, ...others].slice(0, DEVICE_PEOPLE_MAX).join("~");
}

function deviceProof(name: string, email: string, schoolSecret: string): string {
  return createHmac("sha256", schoolSecret).update(`device:${name}:${email}`).digest("base64url").slice(0, 32);
}
