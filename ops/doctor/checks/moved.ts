import type { Inspector } from "#db/inspect.ts";
import { message } from "#messages/message.ts";
import { getDatabaseUrl } from "../../database-kind.ts";
import { CHANGES } from "../../move/change-log.ts";
import { readMarkers, refusalOf } from "../../move/markers.ts";
import { type Check, resultsOf } from "../check.ts";

/** Whether this database is the school's, or one that it has left or is still on its way to. */
export const moved: Check = {
  name: "place",
  from: "start",
  needsTables: true,
  async run({ settings, database }) {
    const { ok, warn, wrong } = resultsOf("place");
    const refusal = refusalOf(await readMarkers(getDatabaseUrl(settings)));
    if (refusal) return [wrong(refusal, { refusesStart: true })];
    if (database && (await isWatched(database)))
      return [warn(message("doctor.place_is_watched"), { mend: message("doctor.mend_place_is_watched") })];
    return [ok(message("doctor.place_is_right"))];
  },
};

/** What a move notes stays behind when it is killed, and makes every write a little slower. */
async function isWatched(database: Inspector): Promise<boolean> {
  const select =
    database.engine === "postgres"
      ? `SELECT 1 AS found WHERE to_regclass('public.${CHANGES}') IS NOT NULL`
      : `SELECT 1 AS found FROM sqlite_schema WHERE type = 'table' AND name = '${CHANGES}'`;
  return (await database.ask(select)).length > 0;
}
