import { spawn } from "node:child_process";
import path from "node:path";
import { tracer } from "#db/tracer.ts";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import { EXIT_CODE_BUSY } from "./backup-error.ts";

const HOUR_MS = 3_600_000;
/** A backup of a large school takes its time; one that takes longer hangs. */
const MS_MAX = 6 * HOUR_MS;
const CHARACTERS_MAX = 10_000;

/**
 * Runs `npm run backup` with these arguments in a process of its own, with what a server must never do: it opens the database's
 * files a second time and hashes them. Answers what it said. Throws with its words when it ends as failed.
 */
export async function runBackupInChild(args: string[]): Promise<string> {
  const command = path.join(/* turbopackIgnore: true */ process.cwd(), "ops", "cli", "backup.ts");
  const child = spawn(process.execPath, [command, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    // What Node was told for the server (a debugger, a preloaded module) is not for its child. Its trace goes on in it.
    // It says in English how it went, as all that is kept and logged.
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
  // A backup that takes longer than its lease is met by the next one, which leaves it alone.
  if (code === EXIT_CODE_BUSY) return said.trim();
  if (code !== 0) throw new MessageError(said.trim() || message("jobs.backup_ended", { code: String(code) }));
  return said.trim();
}
