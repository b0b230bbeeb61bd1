import ipaddr from "ipaddr.js";

/** An address range in CIDR notation, as parsed. */
export type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Names that stand for ranges: this machine, and the ranges of RFC 1918, RFC 4193 and RFC 6598 for networks inside a house. */
const NAMED: Record<string, readonly string[]> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  private: [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "100.64.0.0/10",
    "fc00::/7",
    "fe80::/10",
  ],
};

/** Internet providers give one customer a whole /64 (RFC 6177), so that is one source however many addresses are used. */
const IPV6_SOURCE_BITS = 64;

/**
 * One address as text, in its usual short form, an IPv4 address inside an IPv6 one as IPv4 (RFC 4291 2.5.5.2, RFC 6052).
 * Takes what proxies write: a port behind it, brackets, quotes, a zone. Undefined for anything else, such as `unknown`.
 */
export function readAddress(text: string): string | undefined {
  const bare = text.trim().replace(/^"(.*)"$/, "$1");
  if (bare.length > 64) return undefined;
  const inner = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(bare)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(bare)?.[1] ?? bare;
  const address = parse(inner.replace(/%.*$/, ""));
  return address?.toString();
}

const FOUR_PARTS = /^(?:\d{1,3}\.){3}\d{1,3}$/;

function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  // ipaddr.js reads `1` and `0x7f.1` as IPv4 too, which nobody means. What is none it finds out by throwing, a quarter of a millisecond each time.
  if (!text.includes(":") && !(FOUR_PARTS.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text))) return undefined;
  if (!ipaddr.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  if (address.kind() === "ipv6" && address.range() === "rfc6052") {
    return new ipaddr.IPv4(address.toByteArray().slice(12));
  }
  return address;
}

/**
 * Ranges as people write them: CIDR notation, single addresses, `loopback` or `private`. Gives the ranges, and apart from
 * them what is none of these.
 */
export function readNetworks(parts: readonly string[]): { networks: Network[]; wrong: string[] } {
  const networks: Network[] = [];
  const wrong: string[] = [];
  for (const part of parts.flatMap((each) => NAMED[each.toLowerCase()] ?? [each])) {
    const network = readNetwork(part);
    if (network) networks.push(network);
    else wrong.push(part);
  }
  return { networks, wrong };
}

function readNetwork(text: string): Network | undefined {
  if (!text.includes("/")) {
    const address = parse(text);
    return address && [address, address.kind() === "ipv4" ? 32 : 128];
  }
  const [base = "", bits = ""] = text.split("/", 2);
  if (!parse(base) || !/^\d{1,3}$/.test(bits) || !ipaddr.isValidCIDR(text)) return undefined;
  const [address, length] = ipaddr.parseCIDR(text);
  // Addresses are compared as IPv4 where they are, so a range of mapped ones is one of IPv4.
  if (address.kind() === "ipv6" && (address as ipaddr.IPv6).isIPv4MappedAddress()) {
    return length >= 96 ? [(address as ipaddr.IPv6).toIPv4Address(), length - 96] : undefined;
  }
  return [address, length];
}

/** The widest ranges that one house has: 10.0.0.0/8 (RFC 1918) and fc00::/7 (RFC 4193). A wider one holds strangers. */
const BITS_MIN = { ipv4: 8, ipv6: 7 };

/** Whether a range holds more than any house or provider has, up to every address there is. */
export const isTooWide = ([address, bits]: Network): boolean => bits < BITS_MIN[address.kind()];

/** Whether an address, as `readAddress` gives it, is in one of the ranges. */
export function isInNetworks(address: string, networks: readonly Network[]): boolean {
  const parsed = parse(address);
  if (!parsed) return false;
  return networks.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits));
}

/** Whether an address belongs to this machine or to a network inside a house. */
export function isInside(address: string): boolean {
  return isInNetworks(address, INSIDE);
}

const INSIDE = readNetworks(["loopback", "private"]).networks;

/**
 * What an address is counted as: IPv4 alone, IPv6 by its /64. What is no address is counted together, under one name, so that
 * nobody gets a new counter by making up another text.
 */
export function getAddressSource(address: string): string {
  const parsed = parse(readAddress(address) ?? "");
  if (!parsed) return "unknown";
  if (parsed.kind() === "ipv4") return parsed.toString();
  const bytes = parsed.toByteArray().map((byte, n) => (n < IPV6_SOURCE_BITS / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${IPV6_SOURCE_BITS}`;
}
