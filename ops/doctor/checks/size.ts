import { DAY_MS } from "#domain/kernel/clock.ts";
import { type Check, type CheckResult, type CheckContext, resultsOf } from "../check.ts";
import { listSlotsSince } from "../history.ts";
import { type Message, message } from "#messages/message.ts";
import { describeBytes, MB } from "../units.ts";
import { isMoving } from "../../move/move-lock.ts";
import { getFileBytes } from "./storage.ts";

/** The size of the WAL: beyond the first checkpoints do not finish, beyond the second the disk may fill up. */
const WAL_DEGRADED_BYTES = 64 * MB;
const WAL_CRITICAL_BYTES = 512 * MB;
/** A file that is mostly empty pages is slower to copy than it need be. */
const FREELIST_SHARE_MAX = 0.5;
const FREELIST_BYTES_MIN = 256 * MB;
const GROWTH_DAYS = 30;

export const walSize: Check = {
  name: "log of changes",
  from: "start",
  engine: "sqlite",
  run({ settings }) {
    const { ok, warn, wrong } = resultsOf("log of changes");
    if (settings.database.engine !== "sqlite") return [];
    const bytes = getFileBytes(`${settings.database.file}-wal`);
    const words = message("doctor.log_has", { size: describeBytes(bytes) });
    const measured = { name: "WAL", value: bytes, threshold: WAL_DEGRADED_BYTES, unit: "bytes" };
    const mend = message(isMoving(settings.dataDir) ? "doctor.mend_log_while_moving" : "doctor.mend_log_has");
    if (bytes > WAL_CRITICAL_BYTES) return [wrong(words, { mend, measured })];
    if (bytes > WAL_DEGRADED_BYTES) return [warn(words, { mend, measured })];
    return [ok(words, { measured })];
  },
};

export const databaseSize: Check = {
  name: "size",
  from: "quick",
  needsTables: true,
  async run(context) {
    const { database } = context;
    if (!database) return [];
    const { ok, warn } = resultsOf("size");
    const { bytes, freeBytes } = await getSize(context);
    const grew = await getGrowth(context, bytes);
    const size = describeBytes(bytes);
    const words =
      freeBytes > 0
        ? message("doctor.database_has_free", { size, free: describeBytes(freeBytes), grew })
        : message("doctor.database_has", { size, grew });
    const findings: CheckResult[] = [ok(words)];
    if (freeBytes > FREELIST_BYTES_MIN && freeBytes > bytes * FREELIST_SHARE_MAX) {
      const mend = message("doctor.mend_mostly_empty");
      findings.push(warn(message("doctor.mostly_empty"), { mend }));
    }
    return findings;
  },
};

export async function getSize({
  database,
}: Pick<CheckContext, "database">): Promise<{ bytes: number; freeBytes: number }> {
  if (!database) return { bytes: 0, freeBytes: 0 };
  const number = async (text: string) => Number(Object.values((await database.ask(text))[0] ?? {})[0] ?? 0);
  if (database.engine === "postgres") {
    return { bytes: await number("SELECT pg_database_size(current_database())"), freeBytes: 0 };
  }
  const page = await number("PRAGMA page_size");
  return {
    bytes: page * (await number("PRAGMA page_count")),
    freeBytes: page * (await number("PRAGMA freelist_count")),
  };
}

/** Its growth, as far back as there are samples. */
async function getGrowth({ database, now }: CheckContext, bytes: number): Promise<Message> {
  const [first] = database ? await listSlotsSince(database, new Date(now.getTime() - GROWTH_DAYS * DAY_MS)) : [];
  if (!first) return message("doctor.growth_unknown");
  const days = (now.getTime() - first.at.getTime()) / DAY_MS;
  if (days < 1) return message("doctor.growth_unknown");
  const grown = bytes - first.figures.databaseBytes;
  const size = describeBytes(Math.abs(grown));
  return message(grown < 0 ? "doctor.has_shrunk" : "doctor.has_grown", { size, days: Math.round(days) });
}
