import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";

/** A command with the name that a person calls it by. */
export type Step = {
  name: string;
  command: [program: string, ...args: string[]];
  env?: Record<string, string>;
};

export type StepResult = { name: string; ok: boolean; ms: number };

/** Programs are found where npm put them, Node 24 included, also when the command was not started by npm. */
const PATH = [path.resolve("node_modules/.bin"), process.env.PATH ?? ""].join(path.delimiter);

/**
 * Runs one step with its output going straight to the terminal; with `prefixed`, each line of it behind the step's name, so that
 * it can be told from that of others beside it. Never throws: a program that cannot start has failed.
 */
export async function runStep(
  { name, command, env = {} }: Step,
  { prefixed = false }: { prefixed?: boolean } = {},
): Promise<StepResult> {
  const [program, ...args] = command;
  const started = performance.now();
  console.log(prefixed ? `${name} │ ${command.join(" ")}` : `\n── ${name}: ${command.join(" ")}`);
  const ok = await new Promise<boolean>((resolve) => {
    const colours = prefixed && process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
    const child = spawn(program, args, {
      stdio: prefixed ? ["ignore", "pipe", "pipe"] : "inherit",
      env: { ...process.env, ...colours, ...env, PATH },
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface(stream).on("line", (line) => line.trim() !== "" && console.log(`${name} │ ${line}`));
    }
    child.once("error", (error) => {
      console.error(getTerminalTranslator()("start.program_not_started", { program, why: error.message }));
      resolve(false);
    });
    child.once("close", (code) => resolve(code === 0));
  });
  return { name, ok, ms: performance.now() - started };
}

/** `1,234 ms` up to ten seconds, `12.3 s` after. */
export function formatDuration(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms).toLocaleString("en")} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** One aligned line a row, under each other. */
export function formatTable(rows: string[][]): string {
  const widths = rows.reduce<number[]>((max, row) => row.map((cell, i) => Math.max(max[i] ?? 0, cell.length)), []);
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
