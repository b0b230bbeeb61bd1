import { getStoredOnce } from "#domain/settings/get-school-settings.ts";
import { backup } from "#ops/doctor/checks/backup.ts";
import { settingsFile } from "#ops/doctor/checks/settings-file.ts";
import { getSetupResults } from "#ops/doctor/checks/setup.ts";
import type { Check, CheckResult } from "#ops/doctor/check.ts";
import { getStoredReports, mergeResults } from "#ops/doctor/stored-report.ts";
import { type Said, sourceText } from "#messages/message.ts";
import { runtime } from "#runtime";
import { getHealthState, type Reason } from "./state.ts";

/** Something that is not set up or not well, for a person. */
export type HealthItem = {
  /** The same in every place that shows it. */
  id: string;
  /** `now`: something does not work; `soon`: it works, and a person should look. */
  severity: "now" | "soon";
  words: Said;
  mend: Said | undefined;
  /** The page of the office where it is mended or seen. */
  link: string;
};

/** The system page. */
const SYSTEM = "/admin/system";

/**
 * Everything that is not set up or not well, worst first: the one list that the dashboard, the system page, the health report and
 * (of what a command can know) the doctor show, so that none contradicts another.
 */
export async function listHealthItems(): Promise<HealthItem[]> {
  return toHealthItems(getHealthState().reasons, await getCurrentResults());
}

/** Beside the set-up: what people change by hand, and what is quick to look at. */
const READ_ANEW: readonly Check[] = [backup, settingsFile];

/**
 * The results of the last report; those of backups, of the set-up and of the settings' file are read anew: people change them, and a page that shows
 * what was true ten minutes ago contradicts itself.
 */
export async function getCurrentResults(): Promise<CheckResult[]> {
  const { database, config, clock } = runtime();
  const kept = await getStoredReports(database.read);
  const setUp = getSetupResults(config, { name: await storedName() });
  if (!kept) return setUp;
  const context = { settings: config, now: clock(), database: undefined };
  const anew = (await Promise.all(READ_ANEW.map((check) => check.run(context)))).flat();
  const fresh = new Set([...setUp.map(({ check }) => check), ...READ_ANEW.map(({ name }) => name)]);
  return [...mergeResults(kept).filter(({ check }) => !fresh.has(check)), ...setUp, ...anew];
}

async function storedName(): Promise<string | null> {
  const { name } = await getStoredOnce(runtime().database);
  return typeof name === "string" ? name : null;
}

/** What this process knows of itself, then what the checks found; what both say is listed once. */
export function toHealthItems(reasons: readonly Reason[], findings: readonly CheckResult[]): HealthItem[] {
  const found = toHealthItemsOfChecks(findings);
  const known = reasons
    // What was found wrong is a reason too: it is shown as it was found, each sentence by itself.
    .filter(({ code }) => !code.startsWith("doctor: "))
    .map(
      ({ code, state, isCritical, words, mend }): HealthItem => ({
        ...{ id: code, words, mend, link: SYSTEM },
        severity: isCritical || state !== "degraded" ? "now" : "soon",
      }),
    );
  const said = new Set(known.map(({ words }) => sourceText(words)));
  return [...known, ...found.filter(({ words }) => !said.has(sourceText(words)))].sort((a, b) => rank(b) - rank(a));
}

/** The same from a report alone: what a command can know. */
export function toHealthItemsOfChecks(findings: readonly CheckResult[]): HealthItem[] {
  const seen = new Map<string, number>();
  return findings
    .filter(({ state }) => state !== "ok")
    .map(({ check, id = check, state, words, mend, link = SYSTEM }) => {
      const times = (seen.get(id) ?? 0) + 1;
      seen.set(id, times);
      const each = times === 1 ? id : `${id} ${times}`;
      return { id: each, severity: state === "wrong" ? ("now" as const) : ("soon" as const), words, mend, link };
    });
}

const rank = ({ severity }: HealthItem) => (severity === "now" ? 1 : 0);
