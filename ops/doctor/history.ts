import { type Inspector, instantOf, jsonOf } from "#db/inspect.ts";
import { type Figures, type Slot, mergeSamples } from "../metrics/figures.ts";

/** The samples of four processes over five weeks. */
const SAMPLES_MAX = 20_000;

/** The samples of all processes since a given time. */
export async function listSlotsSince(database: Inspector, since: Date): Promise<Slot[]> {
  const rows = await database.ask(`SELECT at, process, figures FROM samples ORDER BY at DESC LIMIT ${SAMPLES_MAX}`);
  const samples = rows.map(({ at, process, figures }) => ({
    at: instantOf(at) as Date,
    process: String(process),
    figures: jsonOf(figures) as Figures,
  }));
  return mergeSamples(samples.filter(({ at }) => at >= since));
}

/** The hosts that workers ran on since a given time, from their names: `host/worker`. */
export async function listHostsSince(database: Inspector, since: Date): Promise<string[]> {
  const rows = await database.ask("SELECT process, max(at) AS at FROM samples GROUP BY process");
  const lately = rows.filter(({ at }) => (instantOf(at) as Date) >= since);
  return [...new Set(lately.map(({ process }) => String(process).split("/")[0] as string))];
}
