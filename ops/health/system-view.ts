import { type BreakerView, breakers } from "#db/breaker.ts";
import { type BackupRecord, listRecentBackups } from "#ops/backup/records.ts";
import type { CheckResult } from "#ops/doctor/check.ts";
import { getStoredReports } from "#ops/doctor/stored-report.ts";
import type { ReplicaView } from "#db/replica.ts";
import { type History, getRecentHistory } from "#ops/metrics/history.ts";
import { getEventLoopLag, getMachineUsage } from "#ops/metrics/machine-usage.ts";
import { getRequestMetrics } from "#ops/metrics/requests.ts";
import { getProcessName } from "#ops/metrics/sampler.ts";
import { type DatabaseSizes, getDatabaseSizes } from "#ops/metrics/sizes.ts";
import { runtime } from "#runtime";
import { type FailedMail, listFailedMails, type JobStatus, listJobStatuses } from "./scheduled-work.ts";
import { getCurrentResults, type HealthItem, toHealthItems } from "./items.ts";
import { type Spread, toSpread } from "./report.ts";
import { type HealthState, getHealthState, type Reason } from "./state.ts";

const MAILS_SHOWN = 5;
const BACKUPS_SHOWN = 6;

/** The name that all reasons to move to PostgreSQL stand under. */
const MOVING = "moving to PostgreSQL";

export type SystemView = {
  state: HealthState;
  reasons: Reason[];
  /** Everything that is not set up or not well. */
  items: HealthItem[];
  /** None before the first look. */
  checkedAt: Date | null;
  /** What the doctor found, but for the reasons to move. */
  findings: CheckResult[];
  moving: CheckResult[];
  history: History;
  jobs: JobStatus[];
  mails: FailedMail[];
  backups: BackupRecord[];
  breakers: BreakerView[];
  engine: string;
  /** None where there is none. */
  replica: ReplicaView | undefined;
  process: string;
  sizes: DatabaseSizes;
  queued: number;
  commit: Spread;
  read: Spread;
  requests: Spread;
  rssBytes: number;
  uptimeSeconds: number;
  loopMsP99: number;
};

/** Everything that the system page shows, of this process and of what all of them wrote down. */
export async function getSystemView(): Promise<SystemView> {
  const { database, config } = runtime();
  const kept = await getStoredReports(database.read);
  const findings = await getCurrentResults();
  const health = getHealthState();
  const { rssBytes, uptimeSeconds } = getMachineUsage();
  const stats = database.stats();
  return {
    ...health,
    items: toHealthItems(health.reasons, findings),
    checkedAt: kept ? new Date(kept.last.at) : null,
    findings: findings.filter(({ check }) => check !== MOVING),
    moving: findings.filter(({ check }) => check === MOVING),
    history: await getRecentHistory(),
    jobs: await listJobStatuses(),
    mails: await listFailedMails(MAILS_SHOWN),
    backups: await listRecentBackups(BACKUPS_SHOWN, config.backup.dir),
    breakers: breakers(),
    engine: database.engine === "sqlite" ? "SQLite" : "PostgreSQL",
    replica: database.replica(),
    process: getProcessName(),
    sizes: await getDatabaseSizes(),
    queued: stats.queued,
    commit: toSpread(stats.commit),
    read: toSpread(database.readTimes()),
    requests: toSpread(getRequestMetrics().all),
    rssBytes,
    uptimeSeconds,
    loopMsP99: getEventLoopLag().msP99,
  };
}
