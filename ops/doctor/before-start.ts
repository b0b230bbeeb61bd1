import type { Config } from "#config/config.ts";
import { runChecks } from "./run-checks.ts";
import type { Check } from "./check.ts";
import { CHECKS } from "./list.ts";

/** What a real school's money and people must not be entrusted to. */
class StartRefusedError extends Error {
  override name = "StartRefusedError";
}

/**
 * The quick part of `npm run doctor`, before a start touches anything: what is not well is told through `say`, and a real school
 * is refused on a file system or an engine that may lose what was acknowledged.
 */
export async function checkBeforeStart(
  settings: Config,
  say: (line: string) => void,
  { checks = CHECKS }: { checks?: readonly Check[] } = {},
): Promise<void> {
  const { results } = await runChecks(settings, "start", { checks });
  // A database that is not there yet is made now; what cannot be opened says so itself.
  const bad = results.filter(({ check, state }) => state !== "ok" && check !== "database");
  const inWords = ({ words, mend }: (typeof bad)[number]) => (mend === undefined ? words : `${words} Mend: ${mend}.`);
  const refusals = bad.filter(({ refusesStart }) => refusesStart);
  if (refusals.length > 0) throw new StartRefusedError(refusals.map(inWords).join("\n"));
  for (const finding of bad) say(`${finding.state === "wrong" ? "Wrong" : "To look at"}: ${inWords(finding)}`);
}
