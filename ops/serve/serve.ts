import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import path from "node:path";
import { Crew } from "./crew.ts";
import { Door, whereToListen } from "./door.ts";

export type Serving = {
  host: string;
  port: number;
  /** How many server processes. */
  processes: number;
  /** The folder that the programs are in; a link is followed anew at each exchange. */
  folder: string;
  say: (line: string) => void;
};

/**
 * Opens the school at its address and serves it until SIGTERM or SIGINT: then everybody who has asked is answered, and the
 * process ends. SIGHUP exchanges the server processes for new ones, without a gap; a second SIGINT ends everything at once.
 */
export async function serve({ host, port, processes, folder, say }: Serving): Promise<void> {
  const door = new Door();
  await door.open(whereToListen(process.env, { pid: process.pid, host, port }));
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", PORT: String(port) };
  // systemd's socket is the door's alone.
  for (const name of ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]) delete env[name];
  const crew = new Crew({ door, size: processes, folder, env, say });

  let isStopping = false;
  const stop = async (signal: "SIGTERM" | "SIGINT") => {
    if (isStopping && signal === "SIGINT") process.exit(1);
    if (isStopping) return;
    isStopping = true;
    door.close();
    await crew.stop(signal);
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));
  process.on("SIGHUP", () => void exchange(crew, { folder, env, say }));

  if ((await crew.start()) || isStopping) return;
  door.close();
  await crew.stop("SIGTERM");
  throw new Error("the server process ended before it could answer; what it said stands above");
}

async function exchange(
  crew: Crew,
  { folder, env, say }: Pick<Serving, "folder" | "say"> & { env: NodeJS.ProcessEnv },
) {
  say("New server processes take over.");
  const isPrepared = await prepare(realpathSync(folder), env);
  if (isPrepared && (await crew.exchange())) return say("The new server processes have taken over.");
  say("The new server processes could not start, for the reason above. The ones before go on serving.");
}

/** Has the programs in `folder` build and migrate what they need, while the ones before go on serving. */
function prepare(folder: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const child = spawn(process.execPath, [path.join(folder, "ops/cli/prepare.ts")], {
    cwd: folder,
    env,
    stdio: "inherit",
  });
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}
