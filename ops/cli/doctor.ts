/**
 * `npm run doctor`: looks at everything that keeps the school well, says in plain words what is wrong and what mends it, and
 * ends with 1 when something is. `--json` for programs, `--messages` for the server, which shows each person their language, `--full` with every index checked, `--quick` for what a start looks at.
 */
import "#config/with-env-file.ts";
import { parseArgs } from "node:util";
import { config } from "#config/config.ts";
import { SOURCE_LANGUAGE } from "#messages/catalogue.ts";
import type { PlainKey } from "#messages/message.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { translatorFor } from "#messages/translator.ts";
import { formatCheckName } from "../doctor/check-labels.ts";
import type { CheckDepth, CheckState } from "../doctor/check.ts";
import { runChecks, type CheckReport } from "../doctor/run-checks.ts";
import { beginCommand } from "../begin-command.ts";
import { formatFinding } from "../health/format-finding.ts";
import { toHealthItemsOfChecks } from "../health/items.ts";
import { fail } from "./fail.ts";

const MARKS: Record<CheckState, PlainKey> = {
  ok: "doctor.mark_ok",
  warn: "doctor.mark_warn",
  wrong: "doctor.mark_wrong",
};

function formatReport({ results, state }: CheckReport): string {
  const t = getTerminalTranslator();
  const named = results.map((result) => ({ ...formatFinding(result, t), name: formatCheckName(result.check, t) }));
  const markWidth = Math.max(...Object.values(MARKS).map((key) => t(key).length));
  const width = Math.max(...named.map(({ name }) => name.length));
  const lines = named.map(({ name, state, words, mend }) => {
    const line = `${t(MARKS[state]).padEnd(markWidth)}  ${name.padEnd(width)}  ${words}`;
    return mend === undefined ? line : `${line}\n${" ".repeat(markWidth + width + 4)}→ ${mend}`;
  });
  const wrong = results.filter((each) => each.state === "wrong").length;
  const warned = results.filter((each) => each.state === "warn").length;
  const sum = state === "ok" ? t("doctor.all_is_well") : t("doctor.sum", { wrong, warned });
  return `${lines.join("\n")}\n\n${sum}`;
}

/** For programs: in English, with the list that the pages show. */
function formatForPrograms(report: CheckReport): string {
  const english = translatorFor(SOURCE_LANGUAGE);
  const items = toHealthItemsOfChecks(report.results);
  return JSON.stringify({
    ...report,
    results: report.results.map((result) => formatFinding(result, english)),
    items: items.map((item) => formatFinding(item, english)),
  });
}

async function doctor() {
  const flag = { type: "boolean" } as const;
  const options = { json: flag, messages: flag, full: flag, quick: flag };
  const { values } = parseArgs({ options });
  await beginCommand({ isForMoved: true });
  const depth: CheckDepth = values.full ? "full" : values.quick ? "start" : "quick";
  const report = await runChecks(config(), depth);
  if (values.messages) console.log(JSON.stringify(report));
  else console.log(values.json ? formatForPrograms(report) : formatReport(report));
  if (report.state === "wrong") process.exitCode = 1;
}

doctor().catch(fail);
