import { Refusal } from "#domain/kernel/refusal.ts";

/** Buckets that have filled up again say nothing; they are thrown away when there are more than this. */
const BUCKETS_MAX = 10_000;

type Bucket = { left: number; atMs: number };

/**
 * How many requests one key may make, in this process: `perMinute` in one go, refilled evenly. It lives in memory, so it
 * costs no write and two processes allow twice as much; it keeps one script from crowding out everybody, no more.
 * Zero means no limit.
 */
export function createTokenBuckets(perMinute: number): { take(key: string, now: Date): void } {
  const buckets = new Map<string, Bucket>();
  const perMs = perMinute / 60_000;

  function leftIn({ left, atMs }: Bucket, nowMs: number): number {
    return Math.min(perMinute, left + Math.max(0, nowMs - atMs) * perMs);
  }

  function prune(nowMs: number) {
    for (const [key, bucket] of buckets) if (leftIn(bucket, nowMs) >= perMinute) buckets.delete(key);
    // More busy keys than that are forgotten in the order in which they came.
    for (const key of buckets.keys()) {
      if (buckets.size <= BUCKETS_MAX) return;
      buckets.delete(key);
    }
  }

  return {
    /** Counts one request of a key. Refuses with `rate_limited` and says when to come back. */
    take(key, now) {
      if (perMinute === 0) return;
      const nowMs = now.getTime();
      const bucket = buckets.get(key);
      if (!bucket) {
        if (buckets.size >= BUCKETS_MAX) prune(nowMs);
        buckets.set(key, { left: perMinute - 1, atMs: nowMs });
        return;
      }
      const left = leftIn(bucket, nowMs);
      bucket.atMs = Math.max(bucket.atMs, nowMs);
      bucket.left = left;
      if (left < 1) throw new Refusal("rate_limited", { retryAfterSeconds: Math.ceil((1 - left) / perMs / 1_000) });
      bucket.left = left - 1;
    },
  };
}
