import { isInNetworks, type Network, readAddress } from "./networks.ts";

/** Which of the machines in front of the school are believed: those in these ranges, or as many as this, whoever they are. */
export type TrustedProxies = { networks: readonly Network[] } | { count: number };

/** No chain of proxies is longer; what stands further left was made up. */
const HOPS_MAX = 20;

/**
 * The address of whoever sent a request. `peer` is the other end of the connection (undefined for a socket file, which only
 * this machine reaches); `forwardedFor` is the whole X-Forwarded-For header, to which each proxy adds the address that
 * it sees, at the right end. It is read from the right, and only as far as a trusted machine wrote it: what a stranger puts in
 * the header stands to the left of that and counts for nothing.
 */
export function resolveClientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trust: TrustedProxies,
): string {
  const nearest = readAddress(peer ?? "127.0.0.1") ?? "unknown";
  const hops = forwardedFor ? forwardedFor.split(",").slice(-HOPS_MAX).reverse() : [];
  if ("count" in trust) return furthest(nearest, hops.slice(0, trust.count), () => true);
  return furthest(nearest, hops, (address) => isInNetworks(address, trust.networks));
}

/** Goes from one hop to the next as long as who wrote it down is trusted, and stops before what is no address. */
function furthest(nearest: string, hops: readonly string[], isTrusted: (address: string) => boolean): string {
  let found = nearest;
  for (const hop of hops) {
    if (!isTrusted(found)) return found;
    const address = readAddress(hop);
    if (address === undefined) return found;
    found = address;
  }
  return found;
}
