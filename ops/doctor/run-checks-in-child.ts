import { spawn } from "node:child_process";
import { MINUTE_MS } from "#domain/kernel/clock.ts";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import type { CheckDepth } from "./check.ts";
import type { CheckReport } from "./run-checks.ts";
import { commandForChild } from "../child-command.ts";

/** Well within a job's lease. */
const MS_MAX = 9 * MINUTE_MS;
/** Far more than any report. */
const CHARACTERS_MAX = 1_000_000;

const FLAGS: Record<CheckDepth, string[]> = { start: ["--quick"], quick: [], full: ["--full"] };

/**
 * Runs the checks in a child process: reading the whole database there blocks no request here, and closing it there drops no lock of
 * this process. Throws when the child prints no report.
 */
export async function runChecksInChild(depth: CheckDepth, { msMax = MS_MAX } = {}): Promise<CheckReport> {
  const child = spawn(process.execPath, [...commandForChild("doctor"), "--messages", ...FLAGS[depth]], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: "" },
    timeout: msMax,
  });
  let said = "";
  let trouble = "";
  child.stdout.on("data", (chunk: Buffer) => {
    if (said.length < CHARACTERS_MAX) said += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    if (trouble.length < CHARACTERS_MAX) trouble += chunk.toString();
  });
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve());
  });
  try {
    return JSON.parse(said) as CheckReport;
  } catch {
    const said = trouble.trim().slice(0, 300);
    throw new MessageError(
      said === "" ? message("jobs.checks_took_too_long") : message("jobs.checks_ended_early", { said }),
    );
  }
}
