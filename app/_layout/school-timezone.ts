import { cache } from "react";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { runtime } from "#runtime";

/** The clock on the school's wall, on which every deadline of a person is read. */
export const schoolTimezone = cache(async (): Promise<string> => (await getSettingsOnce(runtime().database)).timezone);
