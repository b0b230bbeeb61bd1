import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { applyConnections } from "#services/connections/apply-connections.ts";
import { setSchoolLanguages } from "#messages/request-language.ts";
import { perProcess } from "#db/per-process.ts";
import { log } from "#providers/log.ts";
import { runtime } from "#runtime";

/** A change that another process has made is seen by every one after this long. */
const READ_AGAIN_MS = 2_000;

const store = perProcess<{ refresh?: () => Promise<void>; isFailing?: boolean }>(
  "school-languages-refresh",
  () => ({}),
);

/** Reads the school's languages and what it is connected to, again and again: the address of a request is read before anything can be asked of a database. */
export async function startSchoolLanguages(): Promise<void> {
  if (store.refresh) return;
  store.refresh = refreshSchoolLanguages;
  await refreshSchoolLanguages();
  setInterval(() => void refreshSchoolLanguages(), READ_AGAIN_MS).unref();
}

export async function refreshSchoolLanguages(): Promise<void> {
  try {
    setSchoolLanguages(await getSchoolSettings(runtime().database.read));
    await applyConnections();
    store.isFailing = false;
  } catch (error) {
    if (!store.isFailing) log().warn({ err: error }, "the school's languages and connections could not be read yet");
    store.isFailing = true;
  }
}
