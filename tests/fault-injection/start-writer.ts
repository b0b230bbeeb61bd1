import { spawn } from "node:child_process";

/** All writers have loaded by then. */
const START_MS = 10_000;

export type Wrote = {
  writes: number;
  longestMs: number;
  msP99: number;
  /** What the longest wait for the lock was, and the longest commit. */
  lockWaitMsMax: number;
  commitMsMax: number;
};

/** When writers begin that are started now. */
export const writersBegin = () => performance.timeOrigin + performance.now() + START_MS;

/** A process that writes to a database from `at` on for so long, as fast as it can or so many writes a second. */
export function startWriter(url: string, how: { seconds: number; at: number; perSecond?: number }): Promise<Wrote> {
  const { seconds, at, perSecond = 0 } = how;
  const child = spawn(
    process.execPath,
    ["tests/fault-injection/writer.ts", url, ...[seconds, at, perSecond].map(String)],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", (code) =>
      code === 0 ? done(JSON.parse(said) as Wrote) : failed(new Error(`a writer ended with ${code}`)),
    );
  });
}
