import { expect, test } from "vitest";
import { createTokenBuckets } from "./token-bucket.ts";

const START = new Date("2026-01-08T10:00:00Z").getTime();
const at = (ms: number) => new Date(START + ms);

/** How many of `tries` at one moment are let through. */
function taken(buckets: ReturnType<typeof createTokenBuckets>, key: string, tries: number, ms: number): number {
  let through = 0;
  for (let n = 0; n < tries; n++) {
    try {
      buckets.take(key, at(ms));
      through += 1;
    } catch (error) {
      expect(error).toMatchObject({ code: "rate_limited" });
    }
  }
  return through;
}

test("a key may ask so often at once, and then as fast as the bucket fills", () => {
  const buckets = createTokenBuckets(60);
  expect(taken(buckets, "a", 100, 0)).toBe(60);
  expect(taken(buckets, "a", 100, 10_000)).toBe(10);
  expect(taken(buckets, "a", 100, 3_600_000)).toBe(60);
});

test("says how long to wait, and then lets through", () => {
  const buckets = createTokenBuckets(6);
  expect(taken(buckets, "a", 6, 0)).toBe(6);
  const refused = (() => {
    try {
      buckets.take("a", at(0));
    } catch (error) {
      return error as { detail: { retryAfterSeconds: number } };
    }
    return undefined;
  })();
  expect(refused?.detail.retryAfterSeconds).toBe(10);
  expect(taken(buckets, "a", 1, 10_000)).toBe(1);
});

test("one key does not use up another's", () => {
  const buckets = createTokenBuckets(2);
  expect(taken(buckets, "a", 5, 0)).toBe(2);
  expect(taken(buckets, "b", 5, 0)).toBe(2);
});

test("zero means no limit", () => {
  expect(taken(createTokenBuckets(0), "a", 10_000, 0)).toBe(10_000);
});

test("a clock that goes back gives nothing away and takes nothing", () => {
  const buckets = createTokenBuckets(2);
  expect(taken(buckets, "a", 2, 60_000)).toBe(2);
  expect(taken(buckets, "a", 1, 0)).toBe(0);
  expect(taken(buckets, "a", 1, 60_000)).toBe(0);
});
