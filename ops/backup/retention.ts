/** How many backups are kept of each kind. */
export type RetentionRule = { hourly: number; daily: number; weekly: number; monthly: number };

const DAY_MS = 86_400_000;
const YOUNG_MS = 2 * 3_600_000;

/** The hour, day, week (from Monday) and month that a moment lies in, in UTC, so that no change of clocks moves one. */
const PERIODS: { [Kind in keyof RetentionRule]: (moment: Date) => string } = {
  hourly: (moment) => moment.toISOString().slice(0, 13),
  daily: (moment) => moment.toISOString().slice(0, 10),
  weekly: (moment) => String(Math.floor((moment.getTime() / DAY_MS + 3) / 7)),
  monthly: (moment) => moment.toISOString().slice(0, 7),
};

/**
 * Grandfather, father, son: which of the backups stay. Of each hour, day, week and month the newest stands for it, and as many
 * of those as `rule` says stay, counted from the newest. Periods without a backup do not count, so a school that was away for
 * a year still has its old ones. The newest of all always stays, and so does what is younger than two hours: one that was made
 * by hand before something risky outlives the one after it. Keeping what was kept takes nothing more away.
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
