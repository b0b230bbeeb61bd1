import { eq } from "drizzle-orm";
import { settings } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { runtime } from "#runtime";
import type { Report } from "./examine.ts";

/** A row of the settings table; it is not one of the school's own settings. */
const DOCTOR = "doctor";

/** The last look, and the last whole one: what it found of the pages holds until the next. */
export type KeptReports = { last: Report; full?: Report };

export async function keptReports(read: Reader): Promise<KeptReports | undefined> {
  const [kept] = await read.select({ value: settings.value }).from(settings).where(eq(settings.key, DOCTOR));
  return kept?.value as KeptReports | undefined;
}

/** Keeps a look for every process and every page to see. */
export async function keepReport(report: Report): Promise<void> {
  const { database, clock } = runtime();
  const before = await keptReports(database.read);
  const full = report.depth === "full" ? report : before?.full;
  const row = { value: { last: report, ...(full && { full }) } satisfies KeptReports, updatedAt: clock() };
  await database.write(
    (tx) =>
      tx
        .insert(settings)
        .values({ key: DOCTOR, ...row })
        .onConflictDoUpdate({ target: settings.key, set: row }),
    { durable: false },
  );
}
