import { cache } from "react";
import { schoolSettings } from "#domain/settings/queries.ts";
import { runtime } from "#runtime";

/** The clock on the school's wall, on which every deadline of a person is read. */
export const schoolTimezone = cache(
  async (): Promise<string> => (await schoolSettings(runtime().database.read)).timezone,
);
