/**
 * `node tests/fault-injection/writer.ts DATABASE SECONDS AT [PER_SECOND]`: writes one small thing after the other, or so many a second whether
 * those before are saved or not, and says how many and how long they took. Begins at AT, milliseconds since 1970, so that
 * several are counted over the same seconds.
 */
import { createLatencies, quantileMs } from "#db/latencies.ts";
import { openDatabase } from "#db/open.ts";
import { counters } from "#db/schema/index.ts";
import { sql } from "drizzle-orm";

const [url = "", seconds = "1", at = "0", perSecond = "0"] = process.argv.slice(2);
const database = openDatabase(url);
const name = `writer-${process.pid}`;
const times = createLatencies();
const pauseUntil = (ms: number) => new Promise((wake) => setTimeout(wake, Math.max(0, ms - performance.now())));
let writes = 0;

/** Counts from when it was due: what waits behind another has waited. */
async function write(due: number): Promise<void> {
  await database.write((tx) =>
    tx
      .insert(counters)
      .values({ name, value: 1 })
      .onConflictDoUpdate({ target: counters.name, set: { value: sql`${counters.value} + 1` } }),
  );
  times.record(performance.now() - due);
  writes += 1;
}

await pauseUntil(Number(at) - performance.timeOrigin);
const begun = performance.now();
const until = begun + Number(seconds) * 1_000;
if (Number(perSecond) === 0) while (performance.now() < until) await write(performance.now());
else {
  const under: Promise<void>[] = [];
  for (let due = begun; due < until; due += 1_000 / Number(perSecond)) {
    await pauseUntil(due);
    under.push(write(performance.now()));
  }
  await Promise.all(under);
}
await database.close();
const all = times.snapshot();
const { lockWaitMsMax, commitMsMax } = database.stats();
console.log(JSON.stringify({ writes, longestMs: all.msMax, msP99: quantileMs(all, 0.99), lockWaitMsMax, commitMsMax }));
