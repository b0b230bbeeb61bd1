import { expect, test } from "vitest";
import { SchoolSettings } from "./inputs.ts";

const takes = (officeNetworks: string) => SchoolSettings.safeParse({ officeNetworks }).success;

test("the school's own networks are addresses and ranges, by commas or lines", () => {
  for (const text of [
    "",
    "203.0.113.7",
    "203.0.113.0/24, 2001:db8:7::/48",
    "10.1.0.0/16\n10.2.0.0/16\n",
    "2001:db8::1",
  ]) {
    expect(takes(text), text).toBe(true);
  }
});

test("half the world is nobody's own network, and nonsense is none", () => {
  for (const text of [
    "0.0.0.0/0",
    "10.0.0.0/8",
    "::/0",
    "2001::/16",
    "private",
    "office",
    "203.0.113.0/33",
    "203.0.113",
  ]) {
    expect(takes(text), text).toBe(false);
  }
});
