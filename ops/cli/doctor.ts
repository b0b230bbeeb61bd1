/**
 * `npm run doctor`: looks at everything that keeps the school well, says in plain words what is wrong and what mends it, and
 * ends with 1 when something is. `--json` for programs, `--full` with every index checked, `--quick` for what a start looks at.
 */
import { parseArgs } from "node:util";
import { config } from "#config/config.ts";
import type { CheckDepth, CheckResult } from "../doctor/check.ts";
import { runChecks, type CheckReport } from "../doctor/run-checks.ts";
import { beginCommand } from "../begin-command.ts";
import { toHealthItemsOfChecks } from "../health/items.ts";
import { fail } from "./fail.ts";

const MARKS = { ok: "ok   ", warn: "WARN ", wrong: "WRONG" } as const;

function inWords({ results, state }: CheckReport): string {
  const width = Math.max(...results.map(({ check }) => check.length));
  const lines = results.map(({ check, state, words, mend }: CheckResult) => {
    const line = `${MARKS[state]}  ${check.padEnd(width)}  ${words}`;
    return mend === undefined ? line : `${line}\n${" ".repeat(width + 9)}→ ${mend}`;
  });
  const wrong = results.filter((each) => each.state === "wrong").length;
  const warned = results.filter((each) => each.state === "warn").length;
  const sum = state === "ok" ? "All is well." : `${wrong} wrong, ${warned} to look at.`;
  return `${lines.join("\n")}\n\n${sum}`;
}

async function doctor() {
  const options = { json: { type: "boolean" }, full: { type: "boolean" }, quick: { type: "boolean" } } as const;
  const { values } = parseArgs({ options });
  beginCommand();
  const depth: CheckDepth = values.full ? "full" : values.quick ? "start" : "quick";
  const report = await runChecks(config(), depth);
  console.log(
    values.json ? JSON.stringify({ ...report, items: toHealthItemsOfChecks(report.results) }) : inWords(report),
  );
  if (report.state === "wrong") process.exitCode = 1;
}

doctor().catch(fail);
