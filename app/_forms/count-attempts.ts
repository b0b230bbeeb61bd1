import { cookies } from "next/headers";
import { config } from "#config/config.ts";
import {
  type Comer,
  countTries,
  type Counted,
  type Door,
  doorLimits,
  knownDeviceOf,
  rememberDevice,
} from "#domain/accounts/limits.ts";
import { DAY_MS, later } from "#domain/kernel/clock.ts";
import { isInNetworks } from "#domain/kernel/networks.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { schoolSettings } from "#domain/settings/queries.ts";
import { officeNetworksOf } from "#domain/settings/school.ts";
import { runtime, write } from "#runtime";
import type { Command } from "./action.ts";

/** Longer than most people stay away. */
const KNOWN_DAYS = 400;

/** Its name says nothing: it lists in which accounts this browser has been, as random names. */
const cookieName = () => (config().url.startsWith("https:") ? "__Host-known" : "known");

/**
 * Counts one try at a door by everything that it is counted by (domain/accounts/limits.ts). Refuses with `rate_limited`, and
 * says how long to wait and what helps meanwhile. Gives the counters, to be forgotten when the try was right.
 */
export async function countTry(command: Command, door: Door, email?: string): Promise<Counted[]> {
  const { database, rules, secret } = runtime();
  const kept = (await cookies()).get(cookieName())?.value;
  const comer: Comer = {
    address: command.address,
    isOffice: await isOfficeAddress(command.address, database.read),
    ...(email === undefined ? {} : { email, knownDevice: knownDeviceOf(kept, email, secret) }),
  };
  return countBy(command, doorLimits(door, comer, rules));
}

/** Counts one try by the counters given, in one write, up to the first that is full. */
export async function countBy(command: Command, counters: Counted[]): Promise<Counted[]> {
  const as = { actor: command.actor, requestId: command.requestId };
  const full = await write(as, (ctx) => countTries(ctx, counters), { durable: false });
  if (!full) return counters;
  const { counted, retryAfterSeconds } = full;
  throw new Refusal("rate_limited", { retryAfterSeconds, ...(counted.words ? { words: counted.words } : {}) });
}

/** Whether an address belongs to a network that the office has named as its own. */
async function isOfficeAddress(address: string, read: Parameters<typeof schoolSettings>[0]): Promise<boolean> {
  const { officeNetworks } = await schoolSettings(read);
  return officeNetworks !== "" && isInNetworks(address, officeNetworksOf(officeNetworks).networks);
}

/** Whoever has opened an account is known in this browser from now on. */
export async function knowDevice(email: string): Promise<void> {
  const { secret, clock } = runtime();
  const jar = await cookies();
  const value = rememberDevice(jar.get(cookieName())?.value, email, secret);
  if (value === undefined) return;
  jar.set(cookieName(), value, {
    httpOnly: true,
    sameSite: "lax",
    secure: config().url.startsWith("https:"),
    path: "/",
    expires: later(clock(), KNOWN_DAYS * DAY_MS),
  });
}
