import { randomBytes } from "node:crypto";
import { closeSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Sqlite from "better-sqlite3";
import { findDataDir } from "./let-days-pass.ts";

const DAY_MS = 86_400_000;

/**
 * As if the comparison with the payment service had found, so many days ago, a charge that the school knows nothing of. Gives the service's id of
 * it: nothing of a journey can make one, because the demo school's service and its books agree.
 */
export function addDifference(days: number): string {
  const reference = `ch_${randomBytes(6).toString("hex")}`;
  const at = Date.now() - days * DAY_MS;
  const school = new Sqlite(path.join(findDataDir(), "matricula.db"), { timeout: 20_000 });
  try {
    school
      .prepare(
        `INSERT INTO provider_differences (id, provider, kind, subject, their_reference, their_minor, their_currency, occurred_at, found_at)
         VALUES (?, 'sandbox', 'missing_here', ?, ?, 4200, 'CHF', ?, ?)`,
      )
      .run(`pdf_${randomBytes(16).toString("hex")}`, reference, reference, at, at);
  } finally {
    school.close();
  }
  return reference;
}

const WAIT_MS = 250;

/** One journey at a time counts what waits: another one that adds to it meanwhile would make the number wrong. */
export async function countAlone<T>(run: () => Promise<T>): Promise<T> {
  const lock = path.join(tmpdir(), `matricula-worklist-${process.env.E2E_PORT ?? "4173"}.lock`);
  for (;;) {
    try {
      closeSync(openSync(lock, "wx"));
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    }
  }
  try {
    return await run();
  } finally {
    rmSync(lock, { force: true });
  }
}
