import { existsSync } from "node:fs";
import type { Config } from "#config/config.ts";
import { WrongVersion } from "#db/errors.ts";
import { refuseOthers } from "#db/migrate.ts";
import { runChecks } from "./run-checks.ts";
import type { Check, CheckResult } from "./check.ts";
import { MessageError } from "#messages/message-error.ts";
import { message, type Said } from "#messages/message.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";

/** The reasons not to start a real school. */
class StartRefusedError extends MessageError {
  override name = "StartRefusedError";
}

/**
 * The quick checks of `npm run doctor`, before a start changes anything. Problems are printed through `say`; a real school does not
 * start on a file system or an engine that may lose committed data.
 */
export async function checkBeforeStart(
  settings: Config,
  say: (line: string) => void,
  options: { checks?: readonly Check[] } = {},
): Promise<void> {
  refuseForeign(settings);
  const { results } = await runChecks(settings, "start", options);
  // A database that does not exist is created later; one that cannot be opened fails with its own error.
  const bad = results.filter(({ check, state }) => state !== "ok" && check !== "database");
  const refusals = bad.filter(({ refusesStart }) => refusesStart);
  if (refusals.length > 0) throw new StartRefusedError(linesOf(refusals));
  const t = getTerminalTranslator();
  for (const result of bad) {
    const found = withMend(result);
    say(t.format(message(result.state === "wrong" ? "doctor.start_wrong" : "doctor.start_to_look_at", { found })));
  }
}

/** Before anything else is said of it: how to mend a file that is another program's is not for us to say. */
function refuseForeign({ database }: Config): void {
  if (database.engine !== "sqlite" || !existsSync(database.file)) return;
  try {
    refuseOthers(database.file);
  } catch (error) {
    // What cannot be read at all the checks describe.
    if (error instanceof WrongVersion) throw error;
  }
}

const withMend = ({ words, mend }: CheckResult): Said =>
  mend === undefined ? words : message("doctor.with_mend", { words, mend });

/** One line each. */
const linesOf = (results: readonly CheckResult[]): Said =>
  results.map(withMend).reduce((first, second) => message("doctor.lines", { first, second }));
