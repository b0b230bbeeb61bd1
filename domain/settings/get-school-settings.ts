import { perRequest } from "#db/per-request.ts";
import { perClient } from "#db/prepared.ts";
import { settings } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { SchoolSettings } from "./inputs.ts";

const queries = perClient((read: Reader) => ({
  all: read.select({ key: settings.key, value: settings.value }).from(settings).prepare(),
}));

/** All rows of the table, by their keys: the school's settings, and what others keep beside them. */
type Stored = Readonly<Record<string, unknown>>;

async function readStored(read: Reader): Promise<Stored> {
  const rows = await queries(read).all.execute();
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

/** What a page reads of the table: asked once a request, however many of its parts want to know. */
export function getStoredOnce({ read }: { read: Reader }): Promise<Stored> {
  return perRequest("stored-settings", () => readStored(read));
}

/** The school's settings as a page reads them. */
export async function getSettingsOnce(from: { read: Reader }): Promise<SchoolSettings> {
  return toSettings(await getStoredOnce(from));
}

/** The school's settings, with the default for whatever is not set or no longer valid. A verb asks with its transaction. */
export async function getSchoolSettings(read: Reader): Promise<SchoolSettings> {
  return toSettings(await readStored(read));
}

const NAMES = Object.keys(SchoolSettings.shape);

/** To check them costs more than to read them, and they stay the same for months. Who gets them changes nothing in them. */
let last: { text: string; settings: SchoolSettings } | undefined;

function toSettings(stored: Stored): SchoolSettings {
  const own = Object.fromEntries(NAMES.filter((name) => name in stored).map((name) => [name, stored[name]]));
  const text = JSON.stringify(own);
  if (text !== last?.text) last = { text, settings: parseSettings(own) };
  return last.settings;
}

function parseSettings(stored: Stored): SchoolSettings {
  const whole = SchoolSettings.safeParse(stored);
  if (whole.success) return whole.data;
  // One bad row must not take the school down: keep those that are right.
  const wrong = new Set(whole.error.issues.map(({ path }) => String(path[0])));
  return SchoolSettings.parse(Object.fromEntries(Object.entries(stored).filter(([key]) => !wrong.has(key))));
}
