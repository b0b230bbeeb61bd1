import { spawn } from "node:child_process";
import { tracer } from "#db/tracer.ts";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import { BackupBusyError, EXIT_CODE_BUSY } from "./backup-error.ts";
import { commandForChild } from "../child-command.ts";

const HOUR_MS = 3_600_000;
/** Longer than a backup of a large school takes; after that it counts as hung. */
const MS_MAX = 6 * HOUR_MS;
const CHARACTERS_MAX = 10_000;

/**
 * Runs `npm run backup` with these arguments in a child process, because a server must never open the database's files a second time
 * (closing them would drop SQLite's locks). Returns its output. Throws with its output when it fails, and `BackupBusyError` when another
 * one was at work.
 */
export async function runBackupInChild(args: string[]): Promise<string> {
  const child = spawn(process.execPath, [...commandForChild("backup"), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    // NODE_OPTIONS of the server (a debugger, a preloaded module) are not for the child; the trace continues in it.
    // Its output is stored and logged, so it is in English.
    env: { ...process.env, NODE_OPTIONS: "", LC_ALL: "C.UTF-8", TRACEPARENT: tracer()?.parent() ?? "" },
    timeout: MS_MAX,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (said = (said + chunk.toString("utf8")).slice(0, CHARACTERS_MAX)));
  }
  const code = await new Promise<number | null>((done, refuse) => {
    child.once("error", refuse);
    child.once("close", done);
  });
  // A backup may outlast its job's lease: the next one then finds the backup lock taken and gives up.
  if (code === EXIT_CODE_BUSY) throw new BackupBusyError(message("backup.another_is_at_work"));
  if (code !== 0) throw new MessageError(said.trim() || message("jobs.backup_ended", { code: String(code) }));
  return said.trim();
}
