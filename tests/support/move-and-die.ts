/** Moves a school and kills itself at a step: `FROM TO STEP`. For tests of what a move leaves when it is killed. */
import { createSystemClock } from "#domain/kernel/clock.ts";
import { moveDatabase } from "#ops/move/move-database.ts";

const [from = "", to = "", at] = process.argv.slice(2);
const dieAt = (step: string) => {
  if (step === at) process.kill(process.pid, "SIGKILL");
};
await moveDatabase({
  from,
  to,
  clock: createSystemClock,
  say: ({ key }) => dieAt(key),
  onProgress: ({ rows, rowsTotal }) => {
    if (rows > rowsTotal / 2) dieAt("halfway");
  },
});
