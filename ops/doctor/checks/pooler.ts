import { detectPooler } from "#db/detect-pooler.ts";
import { type Inspector, openInspector } from "#db/inspect.ts";
import { IDENTITY } from "#db/replica.ts";
import { message } from "#messages/message.ts";
import { getDirectUrl } from "../../database-kind.ts";
import { type Check, resultsOf } from "../check.ts";

/** Whether what needs a session of its own, above all a backup, gets past the pooler, and to the school's own database. */
export const pooler: Check = {
  name: "pooler",
  from: "quick",
  engine: "postgres",
  async run({ settings, database }) {
    if (!database) return [];
    const { ok, warn, wrong } = resultsOf("pooler");
    const url = getDirectUrl(settings);
    if (await detectPooler(url))
      return [warn(message("doctor.pooler_in_the_way"), { mend: message("doctor.mend_pooler_in_the_way") })];
    if (!(await isSame(database, url)))
      return [wrong(message("doctor.direct_is_another"), { mend: message("doctor.mend_direct_is_another") })];
    return [ok(message("doctor.no_pooler_in_the_way"))];
  },
};

async function isSame(database: Inspector, url: string): Promise<boolean> {
  const direct = await openInspector(url);
  try {
    const [ours, theirs] = [await database.ask(IDENTITY), await direct?.ask(IDENTITY)];
    return JSON.stringify(ours) === JSON.stringify(theirs);
  } finally {
    await direct?.close();
  }
}
