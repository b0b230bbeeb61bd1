import { getPageReadCtx } from "#app/_auth/viewer.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";

/** What a page of the office reads with, and the school's settings: its timezone is the office's. */
export async function getOfficeContext(): Promise<{ read: ReadCtx; settings: SchoolSettings; timezone: string }> {
  const read = await getPageReadCtx();
  const settings = await getSettingsOnce(read);
  return { read, settings, timezone: settings.timezone };
}
