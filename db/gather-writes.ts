/** However slow the disk is. */
const WAIT_MS_MAX = 3;
/** After so many turns of the event loop that brought no write, none is on its way. */
const QUIET_TURNS_MAX = 4;

type Gathering = {
  /** How many writes wait. */
  count: () => number;
  /** How many one commit takes. */
  most: number;
  /** How long the last commit took. */
  commitMs: number;
  /** For tests. */
  turn?: () => Promise<void>;
  now?: () => number;
};

const runningMs = () => performance.now();

const nextTurn = () => new Promise<void>((next) => setImmediate(next));

/**
 * Lets more writes come before those that wait are committed: together they wait for the disk once. For no longer than a commit takes, so that nobody waits
 * more than twice as long for theirs, and a write that is alone does not wait at all.
 */
export async function gatherWrites({
  count,
  most,
  commitMs,
  turn = nextTurn,
  now = runningMs,
}: Gathering): Promise<void> {
  const until = now() + Math.min(commitMs, WAIT_MS_MAX);
  let quietTurns = 0;
  let before = count();
  while (before > 1 && before < most && quietTurns < QUIET_TURNS_MAX && now() < until) {
    await turn();
    quietTurns = count() > before ? 0 : quietTurns + 1;
    before = count();
  }
}
