import { breakers } from "#db/breaker.ts";
import { type Latencies, quantileMs } from "#db/latencies.ts";
import { getStoredReports } from "#ops/doctor/stored-report.ts";
import { getEventLoopLag, getMachineUsage } from "#ops/metrics/machine-usage.ts";
import { getRequestMetrics } from "#ops/metrics/requests.ts";
import { getProcessName } from "#ops/metrics/sampler.ts";
import { readPragmas, getDatabaseSizes } from "#ops/metrics/sizes.ts";
import { SOURCE_LANGUAGE } from "#messages/catalogue.ts";
import { decodeMessage, sourceText } from "#messages/message.ts";
import { translatorFor } from "#messages/translator.ts";
import { runtime } from "#runtime";
import { listRecentBackups } from "#ops/backup/records.ts";
import { getLastBackup } from "./backup-age.ts";
import { listJobStatuses, getOutboxStatus } from "./scheduled-work.ts";
import { getCurrentResults, listHealthItems } from "./items.ts";
import { formatFinding } from "./format-finding.ts";
import { getHealth, orNull } from "./readable.ts";

/** As it is told in JSON: milliseconds, to the microsecond. */
export type Spread = { count: number; msP50: number; msP95: number; msP99: number; msMax: number };

const rounded = (ms: number) => Math.round(ms * 1000) / 1000;

export function toSpread(times: Latencies): Spread {
  const at = (share: number) => rounded(quantileMs(times, share));
  return { count: times.count, msP50: at(0.5), msP95: at(0.95), msP99: at(0.99), msMax: rounded(times.msMax) };
}

/** How the database fares, as this process sees it, for programs: in English. What cannot be read just now is null. */
export async function getDatabaseHealth() {
  const { database, clock } = runtime();
  const { queued, writes, commits, retries, refusedForLoad, ...times } = database.stats();
  const { state, reasons } = await getHealth();
  const english = translatorFor(SOURCE_LANGUAGE);
  const doctor = await orNull(() => getStoredReports(database.read));
  return {
    state,
    reasons: reasons.map((reason) => formatFinding(reason, english)),
    items: await orNull(async () => (await listHealthItems()).map((item) => formatFinding(item, english))),
    at: clock().toISOString(),
    process: getProcessName(),
    engine: database.engine,
    storage: database.storage(),
    pragmas: await orNull(readPragmas),
    sizes: await orNull(getDatabaseSizes),
    writer: {
      ...{ queued, writes, commits, retries, refusedForLoad },
      queueWait: toSpread(times.queueWait),
      lockWait: toSpread(times.lockWait),
      commit: toSpread(times.commit),
    },
    read: toSpread(database.readTimes()),
    replica: database.replica() ?? null,
    breakers: breakers(),
    backup: await getBackupStatus(clock()),
    doctor: doctor && {
      at: doctor.last.at,
      state: doctor.last.state,
      fullAt: doctor.full?.at ?? null,
      findings: ((await orNull(getCurrentResults)) ?? [])
        .filter((finding) => finding.state !== "ok")
        .map((finding) => formatFinding(finding, english)),
    },
  };
}

/** The newest backup that counts with its age, the newest of all with what came of it, and how the last try by itself went. */
async function getBackupStatus(now: Date) {
  const counted = await orNull(getLastBackup);
  const [newest] = (await orNull(() => listRecentBackups(1, runtime().config.backup.dir))) ?? [];
  const tries =
    (await orNull(listJobStatuses))?.filter(({ name, lastRunAt }) => /^backup-/.test(name) && lastRunAt) ?? [];
  const [last] = tries.sort((a, b) => Number(b.lastRunAt) - Number(a.lastRunAt));
  return {
    at: counted?.at.toISOString() ?? null,
    ageSeconds: counted ? ageSeconds(counted.at, now) : null,
    newest: newest
      ? {
          at: newest.moment,
          state: newest.state,
          findings: newest.findings.map((finding) => sourceText(decodeMessage(finding))),
        }
      : null,
    lastTry: last
      ? {
          job: last.name,
          at: last.lastRunAt?.toISOString(),
          state: last.state,
          words: last.outcome && sourceText(last.outcome),
        }
      : null,
  };
}

/** How quick this process is. Counted since it began. */
export async function getPerformanceReport() {
  const { database, clock } = runtime();
  const { all, failed, routes } = getRequestMetrics();
  const outbox = await orNull(getOutboxStatus);
  const { commit } = database.stats();
  return {
    at: clock().toISOString(),
    process: getProcessName(),
    machine: getMachineUsage(),
    eventLoopLag: getEventLoopLag(),
    requests: {
      ...toSpread(all),
      failed,
      routes: routes.map(({ route, byStatus, times }) => ({ route, byStatus, ...toSpread(times) })),
    },
    commit: toSpread(commit),
    read: toSpread(database.readTimes()),
    jobs: await orNull(async () =>
      (await listJobStatuses()).map((job) => ({ ...job, outcome: job.outcome && sourceText(job.outcome) })),
    ),
    outbox: outbox && {
      ...outbox,
      oldestDueSeconds: outbox.oldestDueAt ? Math.max(0, ageSeconds(outbox.oldestDueAt, clock())) : 0,
    },
  };
}

const ageSeconds = (at: Date, now: Date) => Math.round((now.getTime() - at.getTime()) / 1000);
