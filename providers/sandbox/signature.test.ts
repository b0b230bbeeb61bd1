import { describe, expect, test } from "vitest";
import { addMs, SECOND_MS } from "#domain/kernel/clock.ts";
import { isBadSignature } from "#domain/payments/provider.ts";
import { checkBody, signBody, webhookSecret } from "./signature.ts";

const NOW = new Date("2026-01-05T10:00:00Z");
const BODY = '{"id":"sbe_1"}';
const secret = webhookSecret("the school's own secret, long enough");

function refusedAs(check: () => void): unknown {
  try {
    check();
  } catch (error) {
    return isBadSignature(error) ? error.message : error;
  }
  return "taken";
}

describe("a signed message of the sandbox gateway", () => {
  test("is taken within the tolerance, in both directions", () => {
    const header = signBody(secret, BODY, NOW);
    for (const seconds of [0, 300, -300]) {
      expect(refusedAs(() => checkBody(secret, BODY, header, addMs(NOW, seconds * SECOND_MS)))).toBe("taken");
    }
  });

  test("is refused when it is older, or further ahead, than the tolerance", () => {
    const header = signBody(secret, BODY, NOW);
    for (const seconds of [301, -301]) {
      expect(refusedAs(() => checkBody(secret, BODY, header, addMs(NOW, seconds * SECOND_MS)))).toMatch(/too old/);
    }
  });

  test("is refused when the body, the time or the secret is another", () => {
    const header = signBody(secret, BODY, NOW);
    const moved = header.replace(/^t=(\d+)/, (_, seconds) => `t=${Number(seconds) + 1}`);
    expect(refusedAs(() => checkBody(secret, `${BODY} `, header, NOW))).toMatch(/does not fit/);
    expect(refusedAs(() => checkBody(secret, BODY, moved, NOW))).toMatch(/does not fit/);
    expect(refusedAs(() => checkBody(webhookSecret("another"), BODY, header, NOW))).toMatch(/does not fit/);
  });

  test.each([null, "", "t=1", "v1=00", `t=1,v1=${"0".repeat(63)}`, `t=,v1=${"0".repeat(64)}`])(
    "is refused with the header %j",
    (header) => {
      expect(refusedAs(() => checkBody(secret, BODY, header, NOW))).toMatch(/malformed/);
    },
  );
});
