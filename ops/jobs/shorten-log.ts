import { spawn } from "node:child_process";
import { MINUTE_MS } from "#domain/kernel/clock.ts";
import { message, type Said } from "#messages/message.ts";
import { MessageError } from "#messages/message-error.ts";
import { runtime } from "#runtime";
import { getLogBytes } from "../health/log-size.ts";
import { commandForChild } from "../child-command.ts";

const KB = 1024;
/** Not worth a process: the log grows to this by itself again within minutes. */
const WORTH_BYTES = 8 * KB * KB;
/** Well within the job's lease. */
const MS_MAX = 2 * MINUTE_MS;

const fileOf = () => {
  const { database } = runtime().config;
  return database.engine === "sqlite" ? database.file : undefined;
};

/** Whether the log of changes is long enough to be cut. */
export async function isLogTooLong(): Promise<boolean> {
  const file = fileOf();
  return file !== undefined && getLogBytes(file) >= WORTH_BYTES;
}

/** Cuts the log of changes down, in a process of its own: no request waits here for the copying. */
export async function shortenLogInChild(): Promise<Said> {
  const file = fileOf();
  if (file === undefined) return message("jobs.postgresql_has_no_log");
  const child = spawn(process.execPath, [...commandForChild("shorten-log"), file], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: "" },
    timeout: MS_MAX,
  });
  let said = "";
  let trouble = "";
  child.stdout.on("data", (chunk: Buffer) => void (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => void (trouble += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) {
    const why = trouble.trim().slice(0, 300);
    throw new MessageError(
      why === "" ? message("jobs.shortening_took_too_long") : message("jobs.log_not_shortened", { why }),
    );
  }
  const [before = 0, after = 0] = said.trim().split(" ").map(Number);
  return message("jobs.log_shortened", { before: Math.round(before / KB), after: Math.round(after / KB) });
}
