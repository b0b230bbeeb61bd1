import { reportDamage } from "#db/storage-guard.ts";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import type { CheckResult } from "#ops/doctor/check.ts";
import { findFolderProblem } from "#ops/folder-account.ts";
import { log } from "#providers/log.ts";
import { message, sourceText } from "#messages/message.ts";
import { runtime } from "#runtime";
import { getCurrentResults } from "./items.ts";
import { addReasonSource, type ReasonInput } from "./state.ts";
import { perProcess } from "#db/per-process.ts";

const POLL_MS = 10 * SECOND_MS;

const store = perProcess<{ current?: NodeJS.Timeout }>("health.found", () => ({}));

/** What was found wrong, as reasons: one for each check, with all its results. */
function getReasons(findings: readonly CheckResult[]): ReasonInput[] {
  const byCheck = new Map<string, ReasonInput>();
  for (const { check, state, words, mend = message("health.mend_with_doctor"), isDamage } of findings) {
    if (state !== "wrong") continue;
    const before = byCheck.get(check);
    const isFailure = isDamage === true || before?.state === "failed";
    byCheck.set(check, {
      code: `doctor: ${check}`,
      state: isFailure ? "failed" : "degraded",
      isCritical: isFailure,
      words: before ? message("health.both", { first: before.words, second: words }) : words,
      mend: before?.mend ?? mend,
    });
  }
  return [...byCheck.values()];
}

/** Reads the last results, whichever process stored them. A server that learns of damage stops writing. */
export async function loadCheckResults({ isServer = false } = {}): Promise<void> {
  const folder = findFolderProblem(runtime().config.dataDir);
  addReasonSource("folder", () =>
    folder
      ? [{ code: "data_folder", words: folder.words, mend: message("health.as_sentence", { text: folder.mend }) }]
      : [],
  );
  try {
    const found = getReasons(await getCurrentResults());
    addReasonSource("doctor", () => found);
    const damage = found.find(({ state }) => state === "failed");
    if (isServer && damage) reportDamage(sourceText(damage.words));
  } catch (error) {
    // A database that cannot be read says so itself; what was found before holds.
    log().warn({ err: error }, "the stored check results could not be read");
  }
}

/**
 * From now on what the job `run-checks` found is known in this process: one process looks, or a command by hand, and what it found holds
 * for all of them, and for those that start afterwards.
 */
export function startCheckResultsWatch(): void {
  if (store.current) return;
  const load = () => void loadCheckResults({ isServer: true });
  store.current = setInterval(load, POLL_MS);
  store.current.unref();
  load();
}
