import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createDatabase, startPostgres, TEMPLATE_DATABASE } from "#tests/support/postgres-server.ts";
import type { Answer, Asked, AskedForOrders } from "./worker-messages.ts";

export type Workers = {
  count: number;
  ask(asked: Asked): Promise<Answer>;
  askForOrders(asked: AskedForOrders): Promise<{ played: number; faults: string[] }>;
  close(): Promise<void>;
};

const program = (name: string) => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));

/**
 * Processes that play histories. An engine is chosen when modules are loaded, and a bug is planted then too, so whoever asks has loaded
 * nothing of the school.
 */
export async function openWorkers(wanted: {
  engine: "sqlite" | "postgres";
  count: number;
  planted?: string | undefined;
}): Promise<Workers> {
  const server = wanted.engine === "postgres" ? await startPostgres() : undefined;
  const env: NodeJS.ProcessEnv = { ...process.env, MATRICULA_LOG_LEVEL: "silent" };
  delete env.DATABASE_URL;
  if (server) {
    env.DATABASE_URL = server.url;
    await createDatabase(server.url, TEMPLATE_DATABASE);
    await run("make-template", env);
  }
  if (wanted.planted) env.SIMULATOR_PLANT = wanted.planted;
  // What a step leaves is soon garbage: a larger nursery is emptied less often.
  const execArgv = ["--max-semi-space-size=64", ...(wanted.planted ? ["--import", program("plant")] : [])];
  const idle = Array.from({ length: wanted.count }, () => fork(program("worker"), [], { env, execArgv }));
  const all = [...idle];
  const ends = new Map(all.map((worker) => [worker, failAtExit(worker)]));
  const waiting: ((worker: ChildProcess) => void)[] = [];
  const take = () => idle.pop() ?? new Promise<ChildProcess>((given) => waiting.push(given));
  const giveBack = (worker: ChildProcess) => {
    const next = waiting.shift();
    if (next) next(worker);
    else idle.push(worker);
  };
  async function ask<T>(asked: Asked | AskedForOrders): Promise<T> {
    const worker = await take();
    const answered = once(worker, "message");
    worker.send(asked);
    // Nobody waits for an answer that cannot come.
    const [answer] = (await Promise.race([answered, ends.get(worker)])) as [T];
    giveBack(worker);
    return answer;
  }
  return {
    ...{ count: wanted.count, ask: ask<Answer>, askForOrders: ask<{ played: number; faults: string[] }> },
    async close() {
      for (const worker of all) worker.disconnect();
      await Promise.all(all.map((worker) => worker.exitCode ?? once(worker, "exit")));
      await server?.stop();
    },
  };
}

function failAtExit(worker: ChildProcess): Promise<never> {
  const ended = once(worker, "exit").then(([code]) => {
    throw new Error(`a worker ended with ${code}`);
  });
  ended.catch(() => undefined);
  return ended;
}

async function run(name: string, env: NodeJS.ProcessEnv): Promise<void> {
  const [code] = (await once(fork(program(name), [], { env }), "exit")) as [number];
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
}
