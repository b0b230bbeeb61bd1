/** A school as its operator starts it: one port, the processes behind it, and what a test asks of them. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { engineOf } from "#db/engine.ts";
import { freePort } from "./servers.ts";

const OPEN_MS_MAX = 300_000;

export type StartedSchool = {
  port: number;
  /** As browsers say it in Origin. */
  origin: string;
  process: ChildProcess;
  ended: Promise<number | null>;
  said(): string;
  /** What the program was told, for a command of the same school. */
  env: NodeJS.ProcessEnv;
  /** What each server process answers to the same request. */
  askEach(path: string, how?: Omit<Ask, "agent">): Promise<Answer[]>;
  /** The server processes, as the system knows them. */
  workers(): number[];
  /** Waits until as many server processes as wanted answer requests. */
  complete(processes: number): Promise<void>;
  stop(): Promise<void>;
};

export type StartOptions = {
  processes: number;
  env?: Record<string, string>;
  /** The program to start, by whichever way it is reached. */
  program?: string;
  port?: number;
  /** Runs the program as `sh -c` would, with a handle of ours as its third. */
  handle?: number;
  /** The account that it runs under, by its number; ours when it is not said. Takes root. */
  account?: number;
};

/** Starts the school that `databaseUrl` holds, as a real one, and waits until it answers. */
export async function startSchool(databaseUrl: string, options: StartOptions): Promise<StartedSchool> {
  const postgres = engineOf(databaseUrl) === "postgres";
  const dataDir = postgres ? mkdtempSync(join(tmpdir(), "matricula-started-")) : dirname(databaseUrl);
  const port = options.port ?? (await freePort());
  const origin = `http://localhost:${port}`;
  const program = resolve(options.program ?? "ops/cli/start.ts");
  // A service manager passes a socket to a process by its number, which is known only when it runs.
  const command = options.handle === undefined ? [] : ["sh", "-c", 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"', "sh"];
  const [file = "", ...args] = [...command, process.execPath, program];
  const env = {
    ...process.env,
    PORT: String(port),
    WEB_CONCURRENCY: String(options.processes),
    MATRICULA_OWNER_EMAIL: "owner@school.example",
    // Without an account nobody is offered a transfer.
    MATRICULA_BANK_ACCOUNT_HOLDER: "The school",
    MATRICULA_BANK_IBAN: "CH9300762011623852957",
    MATRICULA_ALLOW_EPHEMERAL: "yes",
    MATRICULA_URL: origin,
    MATRICULA_DATA_DIR: dataDir,
    DATABASE_URL: postgres ? databaseUrl : "",
    MATRICULA_LOG_LEVEL: "warn",
    ...options.env,
  };
  const child = spawn(file, args, {
    stdio: ["ignore", "pipe", "pipe", ...(options.handle === undefined ? [] : [options.handle])],
    env,
    ...asAccount(options.account),
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => (text = (text + chunk.toString()).slice(-20_000)));
  }
  const ended = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
  const school: StartedSchool = {
    port,
    origin,
    process: child,
    ended,
    said: () => text,
    env,
    askEach: (path, how) => askEach(school, path, how),
    workers: () => childrenOf(child.pid ?? 0),
    complete: (processes) => complete(school, processes),
    async stop() {
      child.kill("SIGINT");
      const late = setTimeout(() => child.kill("SIGKILL"), 60_000);
      await ended;
      clearTimeout(late);
      if (postgres) rmSync(dataDir, { recursive: true, force: true });
    },
  };
  await isOpen(school);
  return school;
}

/** For `spawn`: another account, with no group but its own. */
export const asAccount = (account?: number) => (account === undefined ? {} : { uid: account, gid: account });

async function isOpen({ port, process: child, said }: StartedSchool): Promise<void> {
  const deadline = performance.now() + OPEN_MS_MAX;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended at once:\n${said()}`);
    const answer = await ask(port, "/health").catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`the school did not open in ${OPEN_MS_MAX} ms:\n${said()}`);
}

/** New connections are dealt out in turn, so when one after the other was taken by another process, all are there. */
async function complete({ port, said, workers }: StartedSchool, processes: number): Promise<void> {
  const deadline = performance.now() + OPEN_MS_MAX;
  while (performance.now() < deadline) {
    const met = new Set<number | undefined>();
    const agents = Array.from({ length: processes }, () => oneConnection());
    for (const agent of agents) {
      await ask(port, "/health", { agent }).catch(() => undefined);
      met.add(findWorkerOf(agent, workers()));
    }
    for (const agent of agents) agent.destroy();
    if (met.size === processes && !met.has(undefined)) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`fewer than ${processes} processes answered within ${OPEN_MS_MAX} ms:\n${said()}`);
}

const EACH_MS_MAX = 200_000;

/** New connections are dealt out in turn, so all are met soon. */
async function askEach({ port, workers }: StartedSchool, path: string, how: Omit<Ask, "agent"> = {}) {
  const deadline = performance.now() + EACH_MS_MAX;
  const met = new Map<number, Answer>();
  for (let pids = workers(); performance.now() < deadline; pids = workers()) {
    const agent = oneConnection();
    const answer = await ask(port, path, { ...how, agent }).catch(() => undefined);
    const pid = findWorkerOf(agent, pids);
    agent.destroy();
    if (answer && pid !== undefined) met.set(pid, answer);
    const answers = pids.map((each) => met.get(each)).filter((each) => each !== undefined);
    if (pids.length > 0 && answers.length === pids.length) return answers;
  }
  throw new Error(`only ${met.size} processes answered ${path} in ${EACH_MS_MAX} ms`);
}

/** An agent that keeps one connection for all its requests. */
export function oneConnection(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1 });
}

type Ask = { agent?: Agent; method?: string; headers?: Record<string, string>; body?: string };
export type Answer = { status: number; text: string; location: string | undefined };

/** One request, on a connection of its own unless an agent is given. */
export function ask(port: number, path: string, { agent, method = "GET", headers, body }: Ask = {}): Promise<Answer> {
  return new Promise((done, failed) => {
    const where = { host: "127.0.0.1", port, path, method, headers: { host: `localhost:${port}`, ...headers } };
    const sent = request({ ...where, agent: agent ?? false }, (answer) => {
      let text = "";
      answer.on("data", (chunk: Buffer) => (text += chunk.toString()));
      answer.on("end", () => done({ status: answer.statusCode ?? 0, text, location: answer.headers.location }));
      answer.on("error", failed);
    });
    sent.on("error", failed);
    sent.end(body);
  });
}

/** Linux lists a process's children itself. */
function childrenOf(pid: number): number[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return list
    .split(" ")
    .filter(Boolean)
    .map(Number)
    .filter((child) => readFileSync(`/proc/${child}/cmdline`, "utf8").includes("ops/server/worker.ts"));
}

/** Which of `pids` has the other end of the agent's one connection. */
export function findWorkerOf(agent: Agent, pids: number[]): number | undefined {
  // A connection counts as free a moment after its answer has ended.
  const [connection] = [agent.freeSockets, agent.sockets].flatMap((each) => Object.values(each).flat());
  if (connection?.localPort === undefined || connection.remotePort === undefined) return undefined;
  const [near, far] = [hexOf(connection.remotePort), hexOf(connection.localPort)];
  // sl local_address rem_address st …: the tenth field is the inode, and 01 a connection that stands (proc_net_tcp).
  const rows = readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .map((row) => row.trim().split(/\s+/));
  const inode = rows.find((row) => row[1]?.endsWith(near) && row[2]?.endsWith(far) && row[3] === "01")?.[9];
  return pids.find((pid) => handlesOf(pid).includes(`socket:[${inode}]`));
}

const hexOf = (port: number) => `:${port.toString(16).toUpperCase().padStart(4, "0")}`;

function handlesOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return existsSync(folder) ? readdirSync(folder).map((fd) => targetOf(`${folder}/${fd}`)) : [];
}

/** Nothing for a handle that was closed meanwhile. */
function targetOf(handle: string): string {
  try {
    return readlinkSync(handle);
  } catch {
    return "";
  }
}
