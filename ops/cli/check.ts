/** `npm run check`: every check of `testing/checks.ts` in turn. Goes on after a failure, so that one run tells all. */
import { CHECKS } from "../../testing/checks.ts";
import { formatDuration, formatTable, runStep, type StepResult } from "../steps.ts";

const results: StepResult[] = [];
for (const step of CHECKS) results.push(await runStep(step));

console.log(`\n${formatTable(results.map(({ name, ok, ms }) => [ok ? "ok" : "FAILED", name, formatDuration(ms)]))}`);
const failed = results.filter(({ ok }) => !ok).map(({ name }) => name);
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(", ")}. \`npm run format\` mends the format.`);
  process.exitCode = 1;
}
