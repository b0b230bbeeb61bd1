import { type Comer, countTries, type Counted, type Door, doorLimits, knownDeviceOf } from "#domain/accounts/limits.ts";
import { isInNetworks } from "#domain/kernel/networks.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { schoolSettings } from "#domain/settings/queries.ts";
import { officeNetworksOf } from "#domain/settings/school.ts";
import { runtime, write } from "#runtime";
import type { SignInRequest } from "./sign-in-request.ts";

/**
 * Counts one try at a door by everything that it is counted by (domain/accounts/limits.ts). Refuses with `rate_limited`, and
 * says how long to wait and what helps meanwhile. Gives the counters, to be forgotten when the try was right.
 */
export async function countTry(request: SignInRequest, door: Door, email?: string): Promise<Counted[]> {
  const { database, rules, secret } = runtime();
  const comer: Comer = {
    address: request.address,
    isOffice: await isOfficeAddress(request.address, database.read),
    ...(email === undefined ? {} : { email, knownDevice: knownDeviceOf(request.knownDevices, email, secret) }),
  };
  return countBy(request, doorLimits(door, comer, rules));
}

/** Counts one try by the counters given, in one write, up to the first that is full. */
export async function countBy(request: SignInRequest, counters: Counted[]): Promise<Counted[]> {
  const full = await write(request, (ctx) => countTries(ctx, counters), { durable: false });
  if (!full) return counters;
  const { counted, retryAfterSeconds } = full;
  throw new Refusal("rate_limited", { retryAfterSeconds, ...(counted.words ? { words: counted.words } : {}) });
}

/** Whether an address belongs to a network that the office has named as its own. */
async function isOfficeAddress(address: string, read: Parameters<typeof schoolSettings>[0]): Promise<boolean> {
  const { officeNetworks } = await schoolSettings(read);
  return officeNetworks !== "" && isInNetworks(address, officeNetworksOf(officeNetworks).networks);
}
