import { pageRead } from "#app/_auth/viewer.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { schoolSettings } from "#domain/settings/queries.ts";
import type { SchoolSettings } from "#domain/settings/school.ts";

/** What a page of the office reads with, and the school's settings: its timezone is the office's. */
export async function officeRead(): Promise<{ read: ReadCtx; settings: SchoolSettings; timezone: string }> {
  const read = await pageRead();
  const settings = await schoolSettings(read.read);
  return { read, settings, timezone: settings.timezone };
}
