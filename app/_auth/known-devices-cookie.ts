import { cookies } from "next/headers";
import { config } from "#config/config.ts";
import { rememberDevice } from "#domain/accounts/limit-counters.ts";
import { DAY_MS, addMs } from "#domain/kernel/clock.ts";
import { runtime } from "#runtime";

/** Longer than most people stay away. */
const KNOWN_DAYS = 400;

/** Its name says nothing: it lists in which accounts this browser has been, as random names. */
const cookieName = () => (config().url.startsWith("https:") ? "__Host-known" : "known");

/** What this browser keeps of the accounts that were opened in it. */
export async function knownDevices(): Promise<string | undefined> {
  return (await cookies()).get(cookieName())?.value;
}

/** Whoever has opened an account is known in this browser from now on. */
export async function storeKnownDevice(email: string): Promise<void> {
  const { secret, clock } = runtime();
  const jar = await cookies();
  const value = rememberDevice(jar.get(cookieName())?.value, email, secret);
  if (value === undefined) return;
  jar.set(cookieName(), value, {
    httpOnly: true,
    sameSite: "lax",
    secure: config().url.startsWith("https:"),
    path: "/",
    expires: addMs(clock(), KNOWN_DAYS * DAY_MS),
  });
}
