/** How many backups are kept of each kind. */
export type RetentionRule = { hourly: number; daily: number; weekly: number; monthly: number };

const DAY_MS = 86_400_000;
const YOUNG_MS = 2 * 3_600_000;

/** The hour, day, week (from Monday) and month of a moment, in UTC, so that daylight saving changes nothing. */
const PERIODS: { [Kind in keyof RetentionRule]: (moment: Date) => string } = {
  hourly: (moment) => moment.toISOString().slice(0, 13),
  daily: (moment) => moment.toISOString().slice(0, 10),
  weekly: (moment) => String(Math.floor((moment.getTime() / DAY_MS + 3) / 7)),
  monthly: (moment) => moment.toISOString().slice(0, 7),
};

/**
 * Which backups are kept (grandfather-father-son rotation). The newest of each hour, day, week and month represents it, and as many of
 * those as `rule` says are kept, from the newest. Periods without a backup do not count, so a school that was off for a year keeps
 * its old ones. The newest of all is always kept, and so is what is younger than two hours: a backup made by hand before something
 * risky survives the next one. Applying the rule to its own result deletes nothing more.
 */
export function selectBackupsToKeep(moments: readonly Date[], rule: RetentionRule, now: Date): Date[] {
  const newestFirst = [...moments].sort((a, b) => b.getTime() - a.getTime());
  const young = newestFirst.filter((moment) => now.getTime() - moment.getTime() < YOUNG_MS);
  const kept = new Set<Date>([...newestFirst.slice(0, 1), ...young]);
  for (const kind of Object.keys(PERIODS) as (keyof RetentionRule)[]) {
    const seen = new Set<string>();
    for (const moment of newestFirst) {
      if (seen.size >= rule[kind]) break;
      const period = PERIODS[kind](moment);
      if (seen.has(period)) continue;
      seen.add(period);
      kept.add(moment);
    }
  }
  return newestFirst.filter((moment) => kept.has(moment));
}
