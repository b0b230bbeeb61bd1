import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import path from "node:path";
import { WorkerPool } from "./worker-pool.ts";
import { Listener, getListenAddress } from "./listener.ts";

export type ServeOptions = {
  host: string;
  port: number;
  /** How many server processes. */
  processes: number;
  /** The folder that the programs are in; a link is followed anew at each exchange. */
  folder: string;
  say: (line: string) => void;
};

/**
 * Opens the school at its address and serves it until SIGTERM, or SIGINT from a terminal: then everybody who has asked is
 * answered, and the process ends. SIGUSR2 exchanges the server processes for new ones, without a gap; a second SIGINT ends
 * everything at once.
 */
export async function serve({ host, port, processes, folder, say }: ServeOptions): Promise<void> {
  const door = new Listener();
  await door.open(getListenAddress(process.env, { pid: process.pid, host, port }));
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", PORT: String(port) };
  // systemd's socket is the door's alone.
  for (const name of ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]) delete env[name];
  const crew = new WorkerPool({ door, size: processes, folder: realpathSync(folder), env, say });

  let isStopping = false;
  const stop = async (signal: "SIGTERM" | "SIGINT") => {
    if (isStopping && signal === "SIGINT") process.exit(1);
    if (isStopping) return;
    isStopping = true;
    await door.close();
    await crew.stop(signal);
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop("SIGTERM"));
  process.on("SIGINT", () => void stop("SIGINT"));
  // The terminal was closed.
  process.on("SIGHUP", () => void stop("SIGINT"));
  process.on("SIGUSR2", () => void replaceWorkers(crew, { folder, env, say }));

  if ((await crew.start()) || isStopping) return;
  await door.close();
  await crew.stop("SIGTERM");
  throw new Error("the server process ended before it was ready; see its output above");
}

type Exchange = Pick<ServeOptions, "folder" | "say"> & { env: NodeJS.ProcessEnv };

async function replaceWorkers(crew: WorkerPool, { folder, env, say }: Exchange): Promise<void> {
  say("Replacing the server processes.");
  try {
    const real = realpathSync(folder);
    if ((await runPrepare(real, env)) && (await crew.exchange(real)))
      return say("The new server processes are running.");
  } catch (error) {
    say(String(error));
  }
  say("The new server processes could not start, for the reason above. The previous ones keep running.");
}

/** Has the programs in `folder` build and migrate what they need, while the ones before go on serving. */
function runPrepare(folder: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const program = path.join(folder, "ops/cli/prepare.ts");
  const child = spawn(process.execPath, [program], { cwd: folder, env, stdio: "inherit" });
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}
