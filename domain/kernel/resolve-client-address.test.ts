import { describe, expect, test } from "vitest";
import { resolveClientAddress, type TrustedProxies } from "./resolve-client-address.ts";
import { readAddress, readNetworks, getAddressSource } from "./networks.ts";

const trusting = (...parts: string[]): TrustedProxies => ({ networks: readNetworks(parts).networks });
const LOOPBACK = trusting("loopback");

describe("the client's address", () => {
  test.each<[what: string, peer: string | undefined, header: string | undefined, trust: TrustedProxies, right: string]>(
    [
      ["is the peer's without a header", "203.0.113.7", undefined, LOOPBACK, "203.0.113.7"],
      ["is what the proxy on this machine says", "127.0.0.1", "203.0.113.7", LOOPBACK, "203.0.113.7"],
      [
        "is that also over IPv6, or mapped, or a socket file",
        "::ffff:127.0.0.1",
        "203.0.113.7",
        LOOPBACK,
        "203.0.113.7",
      ],
      ["over IPv6", "::1", "2001:db8::7", LOOPBACK, "2001:db8::7"],
      ["by a socket file", undefined, "203.0.113.7", LOOPBACK, "203.0.113.7"],
      ["is not what a stranger says of themselves", "127.0.0.1", "9.9.9.9, 203.0.113.7", LOOPBACK, "203.0.113.7"],
      ["is not what an untrusted peer says", "203.0.113.7", "9.9.9.9", LOOPBACK, "203.0.113.7"],
      ["is not what an untrusted peer says of this machine", "203.0.113.7", "127.0.0.1", LOOPBACK, "203.0.113.7"],
      [
        "behind two, named by range",
        "127.0.0.1",
        "9.9.9.9, 203.0.113.7, 10.1.2.3",
        trusting("loopback", "10.0.0.0/8"),
        "203.0.113.7",
      ],
      ["behind two, of which one is not named", "127.0.0.1", "203.0.113.7, 10.1.2.3", LOOPBACK, "10.1.2.3"],
      ["behind two, counted", "198.51.100.1", "9.9.9.9, 203.0.113.7, 198.51.100.2", { count: 2 }, "203.0.113.7"],
      ["behind two that are counted, but came past one", "198.51.100.1", "203.0.113.7", { count: 2 }, "203.0.113.7"],
      ["with none trusted", "127.0.0.1", "203.0.113.7", { count: 0 }, "127.0.0.1"],
      ["where every hop is trusted", "127.0.0.1", "127.0.0.1", LOOPBACK, "127.0.0.1"],
      ["with a port", "127.0.0.1", "203.0.113.7:51234", LOOPBACK, "203.0.113.7"],
      ["in brackets with a port", "127.0.0.1", '"[2001:db8::7]:443"', LOOPBACK, "2001:db8::7"],
      ["before what is no address", "127.0.0.1", "9.9.9.9, unknown", LOOPBACK, "127.0.0.1"],
      ["before nothing", "127.0.0.1", " , ,", LOOPBACK, "127.0.0.1"],
      ["before what only looks like one", "127.0.0.1", "1", LOOPBACK, "127.0.0.1"],
      ["where the peer is none", "nonsense", "203.0.113.7", LOOPBACK, "unknown"],
    ],
  )("%s", (_what, peer, header, trust, right) => {
    expect(resolveClientAddress(peer, header, trust)).toBe(right);
  });

  test("is found in a header as long as a server takes it, and what is far left counts for nothing", () => {
    const long = `9.9.9.9, ${Array(2_000).fill("127.0.0.1").join(", ")}`;
    expect(resolveClientAddress("127.0.0.1", long, LOOPBACK)).toBe("127.0.0.1");
  });
});

describe("an address is counted", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["64:ff9b::203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"],
    ["2001:db8:1:3::1", "2001:db8:1:3::/64"],
    ["fe80::1%eth0", "fe80::/64"],
    ["unknown", "unknown"],
    ["made up, 1 of 1,000", "unknown"],
  ])("%s as %s", (address, source) => {
    expect(getAddressSource(address)).toBe(source);
  });
});

test("ranges are read as people write them, and what is none is named", () => {
  const { networks, wrong } = readNetworks([
    "192.0.2.0/24",
    "2001:db8::/48",
    "loopback",
    "198.51.100.4",
    "10.0.0.0/33",
    "office",
    "10/8",
  ]);
  expect(networks).toHaveLength(5);
  expect(wrong).toEqual(["10.0.0.0/33", "office", "10/8"]);
});

test("an address is read in one form, however it was written", () => {
  expect(["2001:DB8:0:0::7", "[2001:db8::7]", '"2001:db8::7"', " 2001:db8::7 "].map(readAddress)).toEqual(
    Array(4).fill("2001:db8::7"),
  );
  expect(["0x7f.1", "127.1", "999.1.1.1", "", "x".repeat(500)].map(readAddress)).toEqual(Array(5).fill(undefined));
});
