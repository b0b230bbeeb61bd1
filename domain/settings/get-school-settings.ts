import { perRequest } from "#db/per-request.ts";
import { perClient } from "#db/prepared.ts";
import { settings } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { SchoolSettings } from "./inputs.ts";

const queries = perClient((read: Reader) => ({
  all: read.select({ key: settings.key, value: settings.value }).from(settings).prepare(),
}));

/** The school's settings as a page reads them: asked once a request, however many of its parts want to know. */
export function getSettingsOnce({ read }: { read: Reader }): Promise<SchoolSettings> {
  return perRequest("school-settings", () => getSchoolSettings(read));
}

/** The school's settings, with the default for whatever is not set or no longer valid. A verb asks with its transaction. */
export async function getSchoolSettings(read: Reader): Promise<SchoolSettings> {
  const rows = await queries(read).all.execute();
  const text = JSON.stringify(rows);
  if (text !== last?.text) last = { text, settings: toSettings(rows) };
  return last.settings;
}

/** Checking them costs more than reading them, and they stay the same for months. Who gets them changes nothing in them. */
let last: { text: string; settings: SchoolSettings } | undefined;

function toSettings(rows: readonly { key: string; value: unknown }[]): SchoolSettings {
  const stored = Object.fromEntries(rows.map(({ key, value }) => [key, value]));
  const whole = SchoolSettings.safeParse(stored);
  if (whole.success) return whole.data;
  // One bad row must not take the school down: keep those that are right.
  const wrong = new Set(whole.error.issues.map(({ path }) => String(path[0])));
  return SchoolSettings.parse(Object.fromEntries(Object.entries(stored).filter(([key]) => !wrong.has(key))));
}
