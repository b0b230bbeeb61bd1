import { type BreakerView, breakers } from "#db/breaker.ts";
import { type BackupRecord, recentBackups } from "#ops/backup/records.ts";
import type { Finding } from "#ops/doctor/check.ts";
import { keptReports } from "#ops/doctor/stored-report.ts";
import { type History, recentHistory } from "#ops/metrics/history.ts";
import { loopLag, machineUse } from "#ops/metrics/machine-usage.ts";
import { requestTimes } from "#ops/metrics/requests.ts";
import { processName } from "#ops/metrics/sampler.ts";
import { type Sizes, sizes } from "#ops/metrics/sizes.ts";
import { runtime } from "#runtime";
import { type FailedMail, failedMails, type JobStanding, jobStandings } from "./scheduled-work.ts";
import { currentFindings, type HealthItem, itemsOf } from "./items.ts";
import { type Spread, spreadOf } from "./report.ts";
import { type HealthState, healthState, type Reason } from "./state.ts";

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
  lookedAt: Date | null;
  /** What the doctor found, but for the reasons to move. */
  findings: Finding[];
  moving: Finding[];
  history: History;
  jobs: JobStanding[];
  mails: FailedMail[];
  backups: BackupRecord[];
  breakers: BreakerView[];
  engine: string;
  process: string;
  sizes: Sizes;
  queued: number;
  commit: Spread;
  read: Spread;
  requests: Spread;
  rssBytes: number;
  uptimeSeconds: number;
  loopMsP99: number;
};

/** Everything that the system page shows, of this process and of what all of them wrote down. */
export async function systemView(): Promise<SystemView> {
  const { database, config } = runtime();
  const kept = await keptReports(database.read);
  const findings = await currentFindings();
  const health = healthState();
  const { rssBytes, uptimeSeconds } = machineUse();
  const stats = database.stats();
  return {
    ...health,
    items: itemsOf(health.reasons, findings),
    lookedAt: kept ? new Date(kept.last.at) : null,
    findings: findings.filter(({ check }) => check !== MOVING),
    moving: findings.filter(({ check }) => check === MOVING),
    history: await recentHistory(),
    jobs: await jobStandings(),
    mails: await failedMails(MAILS_SHOWN),
    backups: await recentBackups(BACKUPS_SHOWN, config.backup.dir),
    breakers: breakers(),
    engine: database.engine === "sqlite" ? "SQLite" : "PostgreSQL",
    process: processName(),
    sizes: await sizes(),
    queued: stats.queued,
    commit: spreadOf(stats.commit),
    read: spreadOf(database.readTimes()),
    requests: spreadOf(requestTimes().all),
    rssBytes,
    uptimeSeconds,
    loopMsP99: loopLag().msP99,
  };
}
