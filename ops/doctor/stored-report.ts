import { eq } from "drizzle-orm";
import { settings } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { runtime } from "#runtime";
import type { Finding } from "./check.ts";
import type { Report } from "./run-checks.ts";

/** A row of the settings table; it is not one of the school's own settings. */
const DOCTOR = "doctor";

/** The last look, and the last whole one: what it found of the pages holds until the next. */
export type KeptReports = { last: Report; full?: Report };

export async function keptReports(read: Reader): Promise<KeptReports | undefined> {
  const [kept] = await read.select({ value: settings.value }).from(settings).where(eq(settings.key, DOCTOR));
  return kept?.value as KeptReports | undefined;
}

/** What holds now: the last look, and what only whole looks see, from the last of those. */
export function standingFindings({ last, full }: KeptReports): Finding[] {
  const deeper = full?.findings.filter(({ check }) => !last.findings.some((each) => each.check === check)) ?? [];
  return [...last.findings, ...deeper];
}

/** Keeps a look for every process and every page to see. Gives what is kept now. */
export async function keepReport(report: Report): Promise<KeptReports> {
  const { database, clock } = runtime();
  const before = await keptReports(database.read);
  const full = report.depth === "full" ? report : before?.full;
  const kept: KeptReports = { last: report, ...(full && { full }) };
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
