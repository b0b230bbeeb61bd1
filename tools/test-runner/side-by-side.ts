/** A piece of work that others may run beside. */
export type Job<Result> = {
  name: string;
  /** How much of a processor it keeps busy on the average: 2 for a program that loads two, 0.6 for one that waits much. */
  share: number;
  /** Jobs that must have ended before, well or not. Names that are not among the jobs are none to wait for. */
  after?: readonly string[];
  run(): Promise<Result>;
};

/**
 * How much more than the processors bear may be begun. Shares are what a suite keeps busy on the average, and it waits in between:
 * processors that are asked for too much lose nothing by it, and one that has nothing to do loses its time.
 */
const OVER = 1.6;

/**
 * Runs all jobs, as many at once as `cores` processors bear: each begins as soon as what it comes after has ended and its share is
 * free, the first of the list first. One that needs more than there is runs alone. Gives the results in the order of the jobs.
 * A job that throws ends the whole when those that run beside it have ended.
 */
export async function runSideBySide<Result>(jobs: readonly Job<Result>[], cores: number): Promise<Result[]> {
  const results = new Map<Job<Result>, Result>();
  const running = new Map<Job<Result>, Promise<void>>();
  const waiting = new Set(jobs);
  const open = (name: string) => [...waiting, ...running.keys()].some((job) => job.name === name);
  const busy = () => [...running.keys()].reduce((sum, { share }) => sum + share, 0);
  const mayBegin = ({ after = [], share }: Job<Result>) =>
    !after.some(open) && (running.size === 0 || busy() + share <= cores * OVER);
  const begin = (job: Job<Result>) => {
    waiting.delete(job);
    const ended = job.run().then((result) => void results.set(job, result));
    running.set(
      job,
      ended.finally(() => running.delete(job)),
    );
  };
  try {
    while (waiting.size > 0 || running.size > 0) {
      for (const job of jobs) if (waiting.has(job) && mayBegin(job)) begin(job);
      if (running.size === 0) throw new Error(`${[...waiting].map(({ name }) => name).join(", ")} wait for each other`);
      await Promise.race(running.values());
    }
  } finally {
    await Promise.allSettled(running.values());
  }
  return jobs.map((job) => results.get(job) as Result);
}
