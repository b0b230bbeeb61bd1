/** Moves a school and sends how it went: `FROM TO`. A program of its own, as the command is. */
import { createSystemClock } from "#domain/kernel/clock.ts";
import { moveDatabase } from "#ops/move/move-database.ts";

const [from = "", to = ""] = process.argv.slice(2);
const began = performance.now();
const moved = await moveDatabase({
  from,
  to,
  clock: createSystemClock,
  say: ({ key }) => console.error(`  ${((performance.now() - began) / 1_000).toFixed(1)} s ${key}`),
});
process.send?.(moved, () => process.disconnect());
