import { type ChildProcess, fork } from "node:child_process";

/** One request to send. */
export type Shot = { method: "GET" | "POST"; path: string; headers?: Record<string, string>; body?: string };

export type LoadPlan = {
  origin: string;
  connections: number;
  /** How many requests in all; `shots` are taken in turn and again from the beginning. */
  requests: number;
  shots: Shot[];
  /** The statuses that are no problem. */
  expect: readonly number[];
  /** No request is begun after that. */
  msMax: number;
  /** New connections for this run, as from people who come at the same moment. */
  fresh?: boolean;
};

export type LoadResult = {
  requests: number;
  seconds: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** How many answers of each status; an answer that leads elsewhere says where. */
  statuses: Record<string, number>;
  firstProblem: string | undefined;
};

export type Load = {
  /** Sends a plan and tells how it went. Refuses a run with an answer that was not expected: it measured something else. */
  drive(plan: Omit<LoadPlan, "msMax"> & { msMax?: number }): Promise<LoadResult>;
  /** As `drive`, whatever the answers were. */
  watch(plan: Omit<LoadPlan, "msMax"> & { msMax?: number }): Promise<LoadResult>;
  /** The process that sends. */
  readonly pid: number;
  stop(): void;
};

const RUN_MS_MAX = 60_000;

export function startLoad(): Load {
  const worker = fork(new URL("./load-worker.ts", import.meta.url), { serialization: "advanced" });
  async function watch(plan: Omit<LoadPlan, "msMax"> & { msMax?: number }) {
    return ask(worker, { msMax: RUN_MS_MAX, ...plan });
  }
  return {
    pid: worker.pid ?? 0,
    watch,
    async drive(plan) {
      const result = await watch(plan);
      if (result.firstProblem !== undefined) throw new Error(`a run went wrong: ${result.firstProblem}`);
      return result;
    },
    stop: () => worker.kill(),
  };
}

function ask(worker: ChildProcess, plan: LoadPlan): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error("the load ended unexpectedly"));
    worker.once("exit", ended);
    worker.once("message", (answer: LoadResult | { failed: string }) => {
      worker.off("exit", ended);
      if ("failed" in answer) reject(new Error(answer.failed));
      else resolve(answer);
    });
    worker.send(plan);
  });
}
