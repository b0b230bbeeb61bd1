import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Sqlite from "better-sqlite3";

const DAY_MS = 86_400_000;

/** Where the demo school of this run keeps its data, as tests/support/demo-server.ts has written it down. */
export const findDataDir = () =>
  readFileSync(path.join(tmpdir(), `matricula-demo-${process.env.E2E_PORT ?? "4173"}.path`), "utf8");

/**
 * As if an order had been placed so many days earlier: what it still asks for in parts is due that much sooner. A server's clock cannot be
 * moved, and only this order is to grow old.
 */
export function letDaysPass(orderCode: string, days: number): void {
  const school = new Sqlite(path.join(findDataDir(), "matricula.db"), { timeout: 20_000 });
  try {
    const changed = school
      .prepare(
        `UPDATE order_instalments SET due_on = date(due_on, ?), late_from = late_from - ?, created_at = created_at - ?
         WHERE state = 'due' AND order_id = (SELECT id FROM orders WHERE code = ?)`,
      )
      .run(`-${days} days`, days * DAY_MS, days * DAY_MS, orderCode);
    if (changed.changes === 0) throw new Error(`order ${orderCode} asks for nothing`);
  } finally {
    school.close();
  }
}

/** Runs one of the school's jobs now, as the operator would by hand. */
export function runJob(name: string): void {
  const env = { ...process.env, MATRICULA_DATA_DIR: findDataDir(), MATRICULA_LOG_LEVEL: "warn" };
  const run = spawnSync(process.execPath, ["ops/cli/job.ts", name], { env, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${name}: ${run.stdout}${run.stderr}`);
}
