import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import path from "node:path";
import { ENV_FILE } from "#config/load-env-file.ts";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { followMove } from "./follow-move.ts";
import { WorkerPool } from "./worker-pool.ts";
import { Listener, getListenAddress } from "./listener.ts";

export type ServeOptions = {
  host: string;
  port: number;
  /** How many workers. */
  processes: number;
  /** How long it answers on after SIGTERM, while its health says that it leaves: for a front server that has another one to ask. */
  leaveMs: number;
  /** The program folder; a link is resolved again at each exchange. */
  folder: string;
  say: (line: string) => void;
  /** Called once the school answers at its address. */
  onOpen: () => void;
};

/**
 * What serves, before it does. While the school is still made ready, `loadEarly` lets a process load the pages, and `dropEarly` ends
 * it when they are to be made anew; `serve` is for a school that is ready.
 */
export type Server = { loadEarly(): void; dropEarly(): Promise<void>; serve(): Promise<void> };

export function createServer({ host, port, processes, leaveMs, folder, say, onOpen }: ServeOptions): Server {
  const listener = new Listener();
  const address = getListenAddress(process.env, { pid: process.pid, host, port });
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", PORT: String(port) };
  // systemd's socket is for the listener only.
  for (const name of ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]) delete env[name];
  const pool = new WorkerPool({ listener, size: processes, folder: realpathSync(folder), env, say });
  return {
    loadEarly: () => pool.loadEarly(),
    dropEarly: () => pool.dropEarly(),
    async serve() {
      await listener.open(address);
      await serveUntilTold({ listener, pool, leaveMs, folder, env, say, onOpen });
    },
  };
}

type Serving = Pick<ServeOptions, "leaveMs" | "folder" | "say" | "onOpen"> & {
  listener: Listener;
  pool: WorkerPool;
  env: NodeJS.ProcessEnv;
};

/**
 * Serves the school until SIGTERM or SIGINT, then shuts down gracefully. SIGUSR2 replaces the workers without downtime; a second
 * SIGTERM stops at once to wait for a front server that sends people elsewhere, and a second SIGINT exits at once.
 */
async function serveUntilTold({ listener, pool, leaveMs, folder, env, say, onOpen }: Serving): Promise<void> {
  let isStopping = false;
  let isOpen = false;
  let left = () => {};
  const stop = async (signal: "SIGTERM" | "SIGINT") => {
    left();
    if (isStopping && signal === "SIGINT") process.exit(1);
    if (isStopping) return;
    isStopping = true;
    if (signal === "SIGTERM" && isOpen && leaveMs > 0) {
      pool.announceLeaving();
      await new Promise<void>((resolve) => {
        left = resolve;
        setTimeout(resolve, leaveMs);
      });
    }
    await listener.close();
    await pool.stop(signal);
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop("SIGTERM"));
  process.on("SIGINT", () => void stop("SIGINT"));
  // The terminal was closed.
  process.on("SIGHUP", () => void stop("SIGINT"));
  process.on("SIGUSR2", () => void replaceWorkers(pool, { folder, env, say }));
  followMove(path.resolve(ENV_FILE), env, (place) => goOver(pool, place, say));

  isOpen = await pool.start();
  if (isStopping) return;
  if (isOpen) return onOpen();
  await listener.close();
  await pool.stop("SIGTERM");
  throw new MessageError(message("start.ended_before_ready"));
}

type Exchange = Pick<ServeOptions, "folder" | "say"> & { env: NodeJS.ProcessEnv };

async function replaceWorkers(pool: WorkerPool, { folder, env, say }: Exchange): Promise<void> {
  const t = getTerminalTranslator();
  say(t("start.replacing_processes"));
  try {
    const real = realpathSync(folder);
    if ((await runPrepare(real, env)) && (await pool.exchange(real))) return say(t("start.processes_replaced"));
  } catch (error) {
    say(String(error));
  }
  say(t("start.processes_not_replaced"));
}

/** The database has moved: the workers that read the old one make room for others. Throws when those do not start. */
async function goOver(
  pool: WorkerPool,
  place: Record<string, string | undefined>,
  say: ServeOptions["say"],
): Promise<void> {
  const t = getTerminalTranslator();
  say(t("start.following_move"));
  if (await pool.changeEnvironment(place)) return say(t("start.followed_move"));
  say(t("start.move_not_followed"));
  throw new MessageError(message("start.move_not_followed"));
}

/** Builds and migrates with the programs in `folder`, while the old workers go on serving. */
function runPrepare(folder: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const program = path.join(folder, "ops/cli/prepare.ts");
  const child = spawn(process.execPath, [program], { cwd: folder, env, stdio: "inherit" });
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}
