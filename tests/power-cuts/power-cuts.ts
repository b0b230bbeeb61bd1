import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createRandom, type Random } from "#ops/demo/random.ts";
import { checkSchool } from "./check-school.ts";
import { cutPower, type Disk } from "./cut-power.ts";
import { ACKNOWLEDGED, type Acknowledged, type Prepared } from "./facts.ts";
import { prepareSchool } from "./prepare.ts";
import { type FileCall, readTrace, TRACED } from "./read-trace.ts";

export type PowerCuts = {
  payments: number;
  calls: number;
  syncs: number;
  promises: number;
  cuts: number;
  /** Of the cuts: those that took something which had not been synced. */
  lossy: number;
  faults: string[];
};

export const isStraceThere = () => spawnSync("strace", ["-V"], { stdio: "ignore" }).status === 0;

/** Watches a run of payments call by call, and rebuilds the school's files as so many power cuts would have left them. */
export async function tryPowerCuts(wanted: { payments: number; cuts: number; seed: number }): Promise<PowerCuts> {
  const folder = mkdtempSync(path.join(tmpdir(), "matricula-power-"));
  try {
    const prepared = await prepareSchool(folder);
    const before: Disk = new Map([[prepared.file, readFileSync(prepared.file)]]);
    const calls = traceRun(folder, prepared, wanted.payments);
    const random = createRandom(wanted.seed);
    const done = { lossy: 0, faults: [] as string[] };
    for (let cut = 0; cut < wanted.cuts; cut++) await cutOnce({ folder, prepared, before, calls, random, done });
    const promises = calls.filter(({ file }) => file.endsWith(ACKNOWLEDGED)).length;
    const syncs = calls.filter(({ kind }) => kind === "sync").length;
    return { ...wanted, calls: calls.length, syncs, promises, ...done };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function traceRun(folder: string, prepared: Prepared, payments: number): FileCall[] {
  writeFileSync(path.join(folder, "prepared.json"), JSON.stringify(prepared));
  const trace = path.join(folder, "trace.txt");
  const program = fileURLToPath(new URL("./pay.ts", import.meta.url));
  // Names of descriptors and every byte that is written.
  const how = ["-f", "-y", "-xx", "-s", "1000000", "-e", `trace=${TRACED}`, "-o", trace];
  const env = { ...process.env, MATRICULA_LOG_LEVEL: "silent" };
  const run = spawnSync("strace", [...how, process.execPath, program, folder, String(payments)], { env });
  if (run.status !== 0) throw new Error(`the run of payments failed: ${run.stderr.toString()}`);
  return readTrace(readFileSync(trace, "latin1"), folder);
}

type Cut = {
  folder: string;
  prepared: Prepared;
  before: Disk;
  calls: readonly FileCall[];
  random: Random;
  done: { lossy: number; faults: string[] };
};

async function cutOnce({ folder, prepared, before, calls, random, done }: Cut): Promise<void> {
  const after = random.whole(1, calls.length + 1);
  const happened = calls.slice(0, after);
  const promised = happened
    .filter(({ file }) => file.endsWith(ACKNOWLEDGED))
    .map((call) => JSON.parse("data" in call ? call.data.toString("utf8") : "") as Acknowledged);
  const own = happened.filter(({ file }) => file.startsWith(prepared.file) && !file.endsWith("-shm"));
  if (own.at(-1)?.kind !== "sync") done.lossy += 1;
  const disk = cutPower(before, own, random);
  const place = path.join(folder, "rebuilt");
  mkdirSync(place);
  const file = path.join(place, path.basename(prepared.file));
  for (const [name, bytes] of disk) writeFileSync(path.join(place, path.basename(name)), bytes, { mode: 0o600 });
  const found = await checkSchool(file, promised, prepared).catch((error: unknown) => [
    `it does not open: ${String(error)}`,
  ]);
  rmSync(place, { recursive: true, force: true });
  if (found.length > 0) done.faults.push(`after ${after} of ${calls.length} calls: ${found.slice(0, 3).join("; ")}`);
}
