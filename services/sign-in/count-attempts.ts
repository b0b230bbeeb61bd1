import {
  type Caller,
  countAttempts,
  type LimitCounter,
  type LimitedAction,
  listLimitCounters,
  findKnownDevice,
} from "#domain/accounts/limit-counters.ts";
import { isInNetworks } from "#domain/kernel/networks.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { parseOfficeNetworks } from "#domain/settings/inputs.ts";
import { BESIDE_ALL, runtime, write } from "#runtime";
import type { SignInRequest } from "./sign-in-request.ts";

/**
 * Counts one try at a door by everything that it is counted by (domain/accounts/limit-counters.ts). Refuses with `rate_limited`, and
 * says how long to wait and what helps meanwhile. Gives the counters, to be forgotten when the try was right.
 */
export async function countTry(request: SignInRequest, door: LimitedAction, email?: string): Promise<LimitCounter[]> {
  const { database, rules, secret } = runtime();
  const comer: Caller = {
    address: request.address,
    isOffice: await isOfficeAddress(request.address, database.read),
    ...(email === undefined ? {} : { email, knownDevice: findKnownDevice(request.knownDevices, email, secret) }),
  };
  return countBy(request, listLimitCounters(door, comer, rules));
}

/** Counts one try by the counters given, in one write, up to the first that is full. */
export async function countBy(request: SignInRequest, counters: LimitCounter[]): Promise<LimitCounter[]> {
  const full = await write(request, (ctx) => countAttempts(ctx, counters), { durable: false, beside: BESIDE_ALL });
  if (!full) return counters;
  const { counted, retryAfterSeconds } = full;
  throw new Refusal("rate_limited", { retryAfterSeconds, ...(counted.words ? { words: counted.words } : {}) });
}

/** Whether an address belongs to a network that the office has named as its own. */
async function isOfficeAddress(address: string, read: Parameters<typeof getSchoolSettings>[0]): Promise<boolean> {
  const { officeNetworks } = await getSchoolSettings(read);
  return officeNetworks !== "" && isInNetworks(address, parseOfficeNetworks(officeNetworks).networks);
}
