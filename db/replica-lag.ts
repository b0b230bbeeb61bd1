import { LAG_MS_MAX } from "./read-scope.ts";
import { BEGINNING, type WalPosition } from "./wal-position.ts";

type Sample = { position: WalPosition; at: number };

/** How old what a replica shows may be, by where the log of the primary was, and when. No clock of another machine is asked. */
export function createLagMeter() {
  /** Positions that the replica has not come to yet. */
  let ahead: Sample[] = [];
  /** The positions of the last seconds. */
  let recent: Sample[] = [];
  let tooOld: WalPosition = BEGINNING;
  let replica: WalPosition = BEGINNING;
  const forget = () => void (ahead = ahead.filter(({ position }) => position > replica));
  const forgetRecent = () => {
    const since = performance.now() - LAG_MS_MAX;
    tooOld = recent.findLast(({ at }) => at <= since)?.position ?? tooOld;
    recent = recent.filter(({ at }) => at > since);
  };
  return {
    primaryIsAt(position: WalPosition): void {
      const sample = { position, at: performance.now() };
      recent.push(sample);
      forgetRecent();
      if (position !== ahead.at(-1)?.position) ahead.push(sample);
      forget();
    },
    replicaIsAt(position: WalPosition): void {
      replica = position;
      forget();
    },
    /** Since when the primary has been past what the replica has come to. */
    ms: () => (ahead[0] ? performance.now() - ahead[0].at : 0),
    /** Whoever has not come as far shows what is too old for anybody. Behind a balancer, not every connection leads to the replica that was checked. */
    oldestShown(): WalPosition {
      forgetRecent();
      return tooOld;
    },
  };
}
