/**
 * A histogram of durations with exponential buckets: eight to each doubling, so a quantile is at most an eighth too high. Recording
 * one is an addition in an array, because the writer does it for every write.
 */
const SUB_BITS = 3;
const SUB = 1 << SUB_BITS;
/** Up to 2^31 microseconds, more than half an hour; what took longer counts as that. */
const BUCKETS = (32 - SUB_BITS) * SUB;
const US_MAX = 2 ** 31 - 1;

/** A snapshot. Times in milliseconds; `counts` by bucket. */
export type Latencies = { count: number; msTotal: number; msMax: number; counts: number[] };

export type LatencyRecorder = { record(ms: number): void; snapshot(): Latencies };

export function createLatencies(): LatencyRecorder {
  const counts = new Uint32Array(BUCKETS);
  let count = 0;
  let msTotal = 0;
  let msMax = 0;
  return {
    record(ms) {
      const bucket = bucketOf(ms);
      counts[bucket] = (counts[bucket] as number) + 1;
      count += 1;
      msTotal += ms;
      if (ms > msMax) msMax = ms;
    },
    snapshot: () => ({ count, msTotal, msMax, counts: Array.from(counts) }),
  };
}

/** The difference of two snapshots of one recorder. Its maximum is that of the later one. */
export function latenciesSince(before: Latencies, now: Latencies): Latencies {
  return {
    count: now.count - before.count,
    msTotal: now.msTotal - before.msTotal,
    msMax: now.msMax,
    counts: now.counts.map((each, bucket) => each - (before.counts[bucket] ?? 0)),
  };
}

/** The quantile (0.99 for p99) in milliseconds; 0 when nothing was recorded. */
export function quantileMs({ count, msMax, counts }: Latencies, share: number): number {
  if (count === 0) return 0;
  let left = Math.ceil(count * share);
  for (const [bucket, each] of counts.entries()) {
    left -= each;
    if (left <= 0) return Math.min(endOfBucketMs(bucket), msMax);
  }
  return msMax;
}

/** How many values are at most this long, counted by whole buckets. */
export function countWithin({ counts }: Latencies, ms: number): number {
  let within = 0;
  for (const [bucket, each] of counts.entries()) if (endOfBucketMs(bucket) <= ms) within += each;
  return within;
}

function bucketOf(ms: number): number {
  const us = ms * 1000 < US_MAX ? (ms * 1000) | 0 : US_MAX;
  if (us < SUB) return us < 0 ? 0 : us;
  const doubling = 31 - Math.clz32(us);
  return (doubling - SUB_BITS + 1) * SUB + ((us >> (doubling - SUB_BITS)) & (SUB - 1));
}

/** The exclusive upper bound of a bucket, in milliseconds. */
function endOfBucketMs(bucket: number): number {
  if (bucket < SUB) return (bucket + 1) / 1000;
  const doubling = Math.floor(bucket / SUB) + SUB_BITS - 1;
  return ((SUB + (bucket % SUB) + 1) * 2 ** (doubling - SUB_BITS)) / 1000;
}
