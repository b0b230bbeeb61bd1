import { breakers } from "#db/breaker.ts";
import { type Latencies, quantileMs } from "#db/latencies.ts";
import { keptReports } from "#ops/doctor/stored-report.ts";
import { loopLag, machineUse } from "#ops/metrics/machine-usage.ts";
import { requestTimes } from "#ops/metrics/requests.ts";
import { processName } from "#ops/metrics/sampler.ts";
import { pragmas, sizes } from "#ops/metrics/sizes.ts";
import { runtime } from "#runtime";
import { recentBackups } from "#ops/backup/records.ts";
import { lastBackup } from "./backup-age.ts";
import { jobStandings, outboxStanding } from "./scheduled-work.ts";
import { currentFindings, healthItems } from "./items.ts";
import { healthNow, told } from "./readable.ts";

/** As it is told in JSON: milliseconds, to the microsecond. */
export type Spread = { count: number; msP50: number; msP95: number; msP99: number; msMax: number };

const rounded = (ms: number) => Math.round(ms * 1000) / 1000;

export function spreadOf(times: Latencies): Spread {
  const at = (share: number) => rounded(quantileMs(times, share));
  return { count: times.count, msP50: at(0.5), msP95: at(0.95), msP99: at(0.99), msMax: rounded(times.msMax) };
}

/** How the database fares, as this process sees it. What cannot be read just now is null. */
export async function databaseHealth() {
  const { database, clock } = runtime();
  const { queued, writes, commits, refusedForLoad, ...times } = database.stats();
  const { state, reasons } = await healthNow();
  const doctor = await told(() => keptReports(database.read));
  return {
    state,
    reasons,
    items: await told(healthItems),
    at: clock().toISOString(),
    process: processName(),
    engine: database.engine,
    storage: database.storage(),
    pragmas: await told(pragmas),
    sizes: await told(sizes),
    writer: {
      ...{ queued, writes, commits, refusedForLoad },
      queueWait: spreadOf(times.queueWait),
      lockWait: spreadOf(times.lockWait),
      commit: spreadOf(times.commit),
    },
    read: spreadOf(database.readTimes()),
    breakers: breakers(),
    backup: await backupStanding(clock()),
    doctor: doctor && {
      at: doctor.last.at,
      state: doctor.last.state,
      fullAt: doctor.full?.at ?? null,
      findings: ((await told(currentFindings)) ?? []).filter((finding) => finding.state !== "ok"),
    },
  };
}

/** The newest backup that counts with its age, the newest of all with what came of it, and how the last try by itself went. */
async function backupStanding(now: Date) {
  const counted = await told(lastBackup);
  const [newest] = (await told(() => recentBackups(1, runtime().config.backup.dir))) ?? [];
  const tries = (await told(jobStandings))?.filter(({ name, lastRunAt }) => /^backup-/.test(name) && lastRunAt) ?? [];
  const [last] = tries.sort((a, b) => Number(b.lastRunAt) - Number(a.lastRunAt));
  return {
    at: counted?.at.toISOString() ?? null,
    ageSeconds: counted ? ageSeconds(counted.at, now) : null,
    newest: newest ? { at: newest.moment, state: newest.state, findings: newest.findings } : null,
    lastTry: last
      ? { job: last.name, at: last.lastRunAt?.toISOString(), state: last.state, words: last.outcome }
      : null,
  };
}

/** How quick this process is. Counted since it began. */
export async function performanceReport() {
  const { database, clock } = runtime();
  const { all, failed, routes } = requestTimes();
  const outbox = await told(outboxStanding);
  const { commit } = database.stats();
  return {
    at: clock().toISOString(),
    process: processName(),
    machine: machineUse(),
    eventLoopLag: loopLag(),
    requests: {
      ...spreadOf(all),
      failed,
      routes: routes.map(({ route, byStatus, times }) => ({ route, byStatus, ...spreadOf(times) })),
    },
    commit: spreadOf(commit),
    read: spreadOf(database.readTimes()),
    jobs: await told(jobStandings),
    outbox: outbox && {
      ...outbox,
      oldestDueSeconds: outbox.oldestDueAt ? Math.max(0, ageSeconds(outbox.oldestDueAt, clock())) : 0,
    },
  };
}

const ageSeconds = (at: Date, now: Date) => Math.round((now.getTime() - at.getTime()) / 1000);
