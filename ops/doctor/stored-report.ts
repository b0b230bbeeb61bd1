import { eq } from "drizzle-orm";
import { settings } from "#db/schema/index.ts";
import { getStoredOnce } from "#domain/settings/get-school-settings.ts";
import type { Reader } from "#db/types.ts";
import { runtime } from "#runtime";
import type { CheckResult } from "./check.ts";
import type { CheckReport } from "./run-checks.ts";

/** A row of the settings table; it is not one of the school's own settings. */
const DOCTOR = "doctor";

/** The checks of several-servers.ts. */
const SERVERS_OWN = new Set(["attachments", "secret"]);

/** The last report, and the last full one: the results that only a full run has are valid until the next full run. */
export type StoredReports = { last: CheckReport; full?: CheckReport };

/** A report as stored. Versions before 2026-12 stored `results` under the name `findings`. */
type StoredReport = Omit<CheckReport, "results"> & { results?: CheckResult[]; findings?: CheckResult[] };

/** What the last checks found; read with the settings, once a request. */
export async function getStoredReports(read: Reader): Promise<StoredReports | undefined> {
  return toReports((await getStoredOnce({ read }))[DOCTOR]);
}

function toReports(stored: unknown): StoredReports | undefined {
  if (!stored) return undefined;
  const { last, full } = stored as { last: StoredReport; full?: StoredReport };
  return { last: toReport(last), ...(full && { full: toReport(full) }) };
}

function toReport({ findings = [], results = findings, ...report }: StoredReport): CheckReport {
  return { ...report, results };
}

/** The current results: the last report, plus the results that only the last full one has. */
export function mergeResults({ last, full }: StoredReports): CheckResult[] {
  const deeper = full?.results.filter(({ check }) => !last.results.some((each) => each.check === check)) ?? [];
  return [...last.results, ...deeper];
}

/** Stores a report for every process and every page. Returns what is stored now. */
export async function storeReport(found: CheckReport): Promise<StoredReports> {
  const report = withoutServersOwn(found);
  const { database, clock } = runtime();
  const [stored] = await database.read.select({ value: settings.value }).from(settings).where(eq(settings.key, DOCTOR));
  const before = toReports(stored?.value);
  const full = report.depth === "full" ? report : before?.full;
  const kept: StoredReports = { last: report, ...(full && { full }) };
  const row = { value: kept, updatedAt: clock() };
  await database.write(
    (tx) =>
      tx
        .insert(settings)
        .values({ key: DOCTOR, ...row })
        .onConflictDoUpdate({ target: settings.key, set: row }),
    { durable: false },
  );
  return kept;
}

/** What is stored is told by every server; of several, each says by itself what is its own (ops/health/server-watch.ts). */
function withoutServersOwn(report: CheckReport): CheckReport {
  if (report.engine === "sqlite") return report;
  return { ...report, results: report.results.filter(({ check }) => !SERVERS_OWN.has(check)) };
}
