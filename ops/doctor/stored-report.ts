import { eq } from "drizzle-orm";
import { perRequest } from "#db/per-request.ts";
import { settings } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { runtime } from "#runtime";
import type { CheckResult } from "./check.ts";
import type { CheckReport } from "./run-checks.ts";

/** A row of the settings table; it is not one of the school's own settings. */
const DOCTOR = "doctor";

/** The last report, and the last full one: what it found of the pages holds until the next. */
export type StoredReports = { last: CheckReport; full?: CheckReport };

/** A report as the database has it. Versions before 2026-12 wrote `findings` where it is `results` now. */
type StoredReport = Omit<CheckReport, "results"> & { results?: CheckResult[]; findings?: CheckResult[] };

/** What the last checks found; read once a request, since several parts of a page speak of it. */
export function getStoredReports(read: Reader): Promise<StoredReports | undefined> {
  return perRequest("stored-reports", () => readStoredReports(read));
}

async function readStoredReports(read: Reader): Promise<StoredReports | undefined> {
  const [row] = await read.select({ value: settings.value }).from(settings).where(eq(settings.key, DOCTOR));
  if (!row) return undefined;
  const { last, full } = row.value as { last: StoredReport; full?: StoredReport };
  return { last: toReport(last), ...(full && { full: toReport(full) }) };
}

function toReport({ findings = [], results = findings, ...report }: StoredReport): CheckReport {
  return { ...report, results };
}

/** What holds now: the last report, and from the last full one what only those have. */
export function mergeResults({ last, full }: StoredReports): CheckResult[] {
  const deeper = full?.results.filter(({ check }) => !last.results.some((each) => each.check === check)) ?? [];
  return [...last.results, ...deeper];
}

/** Stores a report for every process and every page. Returns what is stored now. */
export async function storeReport(report: CheckReport): Promise<StoredReports> {
  const { database, clock } = runtime();
  const before = await readStoredReports(database.read);
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
