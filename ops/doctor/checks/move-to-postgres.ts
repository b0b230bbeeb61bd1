import { DAY_MS, HOUR_MS, MINUTE_MS, addMs } from "#domain/kernel/clock.ts";
import type { Slot } from "../../metrics/figures.ts";
import { type Check, type CheckResult, type CheckContext, resultsOf } from "../check.ts";
import { listHostsSince, listSlotsSince } from "../history.ts";
import { describeBytes, GB } from "../units.ts";
import { getSize } from "./size.ts";
import { type Message, message } from "#messages/message.ts";

/** The busiest hour of this many days is compared with the limits. */
const LOOKED_BACK_MS = 7 * DAY_MS;

/** The limits of a SQLite school. Each alone is reason enough to move. */
const THRESHOLDS = {
  /** Beyond it, backups, checks and restores take too long. */
  databaseBytes: 50 * GB,
  /** Beyond it, requests wait noticeably for each other's writes. */
  queueMsP99: 100,
  /** Milliseconds in a minute: other processes hold the one write lock for a tenth of the time. */
  lockWaitMsPerMinute: 6_000,
  /** Beyond it, one machine has no reserve for peaks. */
  requestsPerSecond: 500,
  cpuShare: 0.8,
  hosts: 1,
};

type Trigger = { name: string; value: number; threshold: number; unit: string; words: Message };

/** When to move to PostgreSQL: each measurement with its limit. */
export const moveToPostgres: Check = {
  name: "moving to PostgreSQL",
  from: "quick",
  engine: "sqlite",
  needsTables: true,
  async run(context) {
    if (!context.database) return [];
    return (await triggersOf(context)).map(findingOf);
  },
};

function findingOf({ words, ...measured }: Trigger): CheckResult {
  const { ok, warn } = resultsOf("moving to PostgreSQL");
  if (measured.value <= measured.threshold) return ok(words, { measured });
  return warn(message("doctor.time_to_move", { words }), { measured, mend: message("doctor.mend_time_to_move") });
}

async function triggersOf(context: CheckContext): Promise<Trigger[]> {
  const { database, now } = context;
  if (!database) return [];
  const since = addMs(now, -LOOKED_BACK_MS);
  const hour = busiestHour(await listSlotsSince(database, since));
  const hosts = await listHostsSince(database, since);
  const { bytes } = await getSize(context);
  const t = THRESHOLDS;
  const share = Math.round(hour.cpuShare * 100);
  return [
    {
      ...{ name: "database size", value: bytes, threshold: t.databaseBytes, unit: "bytes" },
      words: message("doctor.moving_database_size", {
        size: describeBytes(bytes),
        limit: describeBytes(t.databaseBytes),
      }),
    },
    {
      ...{ name: "write queue p99", value: hour.queueMsP99, threshold: t.queueMsP99, unit: "ms" },
      words: message("doctor.moving_write_queue", { ms: hour.queueMsP99.toFixed(1), limit: t.queueMsP99 }),
    },
    {
      ...{ name: "lock waits", value: hour.lockWaitMsPerMinute, threshold: t.lockWaitMsPerMinute, unit: "ms/min" },
      words: message("doctor.moving_lock_waits", {
        ms: Math.round(hour.lockWaitMsPerMinute),
        limit: t.lockWaitMsPerMinute,
      }),
    },
    {
      ...{ name: "sustained requests", value: hour.requestsPerSecond, threshold: t.requestsPerSecond, unit: "1/s" },
      words: message("doctor.moving_requests", { rate: hour.requestsPerSecond.toFixed(1), limit: t.requestsPerSecond }),
    },
    {
      ...{ name: "processor", value: hour.cpuShare, threshold: t.cpuShare, unit: "share" },
      words: message("doctor.moving_processor", { share, limit: t.cpuShare * 100 }),
    },
    {
      ...{ name: "servers", value: hosts.length, threshold: t.hosts, unit: "machines" },
      words: message("doctor.moving_servers", { count: Math.max(1, hosts.length) }),
    },
  ];
}

type Hour = { queueMsP99: number; lockWaitMsPerMinute: number; requestsPerSecond: number; cpuShare: number };

/** The maximum of each figure over the hours. A sample is timed at the end of its interval. */
function busiestHour(slots: readonly Slot[]): Hour {
  const hours = new Map<number, Slot[]>();
  for (const slot of slots) {
    const hour = Math.floor((slot.at.getTime() - 1) / HOUR_MS);
    hours.set(hour, [...(hours.get(hour) ?? []), slot]);
  }
  const worst: Hour = { queueMsP99: 0, lockWaitMsPerMinute: 0, requestsPerSecond: 0, cpuShare: 0 };
  for (const some of hours.values()) {
    const sum = (name: "seconds" | "requests" | "lockWaitMs" | "queueMsP99" | "cpuShare") =>
      some.reduce((total, { figures }) => total + figures[name], 0);
    const seconds = Math.max(1, sum("seconds"));
    const of: Hour = {
      queueMsP99: sum("queueMsP99") / some.length,
      lockWaitMsPerMinute: (sum("lockWaitMs") / seconds) * (MINUTE_MS / 1000),
      requestsPerSecond: sum("requests") / seconds,
      cpuShare: sum("cpuShare") / some.length,
    };
    for (const name of Object.keys(worst) as (keyof Hour)[]) worst[name] = Math.max(worst[name], of[name]);
  }
  return worst;
}
