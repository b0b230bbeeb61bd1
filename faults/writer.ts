/**
 * `node faults/writer.ts DATABASE SECONDS AT`: writes one small thing after the other, and says how many and the longest wait.
 * Begins at AT, milliseconds since 1970, so that several are counted over the same seconds.
 */
import { openDatabase } from "#db/open.ts";
import { counters } from "#db/schema/index.ts";
import { sql } from "drizzle-orm";

const [url = "", seconds = "1", at = "0"] = process.argv.slice(2);
const database = openDatabase(url);
const name = `writer-${process.pid}`;
await new Promise((begin) => setTimeout(begin, Number(at) - performance.timeOrigin - performance.now()));
let writes = 0;
let longestMs = 0;
const until = performance.now() + Number(seconds) * 1_000;
while (performance.now() < until) {
  const begun = performance.now();
  await database.write((tx) =>
    tx
      .insert(counters)
      .values({ name, value: 1 })
      .onConflictDoUpdate({ target: counters.name, set: { value: sql`${counters.value} + 1` } }),
  );
  longestMs = Math.max(longestMs, performance.now() - begun);
  writes += 1;
}
await database.close();
console.log(JSON.stringify({ writes, longestMs }));
