import { expect, test } from "vitest";
import { createClaimSecret, getClaimPath, isClaimSecret } from "./claim-secret.ts";

const LINK = { id: "clm_01", version: 1 };

test("a link of another place, of another version or of another school opens nothing", () => {
  const secret = createClaimSecret("school", LINK);
  expect(isClaimSecret("school", LINK, secret)).toBe(true);
  expect(isClaimSecret("school", { ...LINK, id: "clm_02" }, secret)).toBe(false);
  expect(isClaimSecret("school", { ...LINK, version: 2 }, secret)).toBe(false);
  expect(isClaimSecret("another", LINK, secret)).toBe(false);
  expect(isClaimSecret("school", LINK, "")).toBe(false);
  expect(isClaimSecret("school", LINK, "é".repeat(32))).toBe(false);
});

test("a link is the same whenever it is shown, and survives a program that writes it in capitals", () => {
  const secret = createClaimSecret("school", LINK);
  expect(createClaimSecret("school", LINK)).toBe(secret);
  expect(isClaimSecret("school", LINK, secret.toUpperCase())).toBe(true);
});

test("a link ends with a letter or a digit, and holds nothing that a mail program cuts off", () => {
  for (let version = 1; version < 200; version += 1) {
    const path = getClaimPath(LINK, createClaimSecret("school", { ...LINK, version }));
    expect(path).toMatch(/^\/claim\/clm_01\/[0-9a-f]{32}$/);
  }
});
