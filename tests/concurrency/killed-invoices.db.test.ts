import { spawn } from "node:child_process";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { invoices, payments } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { type InvoicingSchool, openInvoicingSchool } from "#tests/support/invoicing-school.ts";

let school: InvoicingSchool;
beforeAll(async () => {
  school = await openInvoicingSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const ORDERS = 60;

/** Lets another process settle all payments, and kills it (SIGKILL) once it has saved so many. Says how it ended. */
function settleAndKill(savedMax: number): Promise<string | null> {
  const { url } = school.database;
  const env = { ...process.env, ...(engine === "postgres" ? { DATABASE_URL: url } : {}) };
  const program = path.resolve("tests/support/invoice-and-die.ts");
  const child = spawn(process.execPath, [program, url], { env, stdio: ["ignore", "pipe", "inherit"] });
  let saved = 0;
  child.stdout.on("data", (said: Buffer) => {
    saved += said.toString().split("\n").length - 1;
    if (saved >= savedMax) child.kill("SIGKILL");
  });
  return new Promise((resolve) => child.once("close", (_, signal) => resolve(signal)));
}

test("a process that is killed while it gives numbers leaves no gap, and the next one goes on behind the last", async () => {
  for (let each = 0; each < ORDERS; each += 1) await school.ordered(1_000);
  expect(await settleAndKill(5)).toBe("SIGKILL");
  const { read } = school.database;
  const issued = (await read.select({ id: invoices.id }).from(invoices)).length;
  const settled = (await read.select({ id: payments.id }).from(payments).where(eq(payments.state, "settled"))).length;
  expect(issued).toBe(settled);
  expect(await school.findNumberFaults()).toEqual([]);
  expect(await settleAndKill(ORDERS)).toBeNull();
  expect(await school.findNumberFaults()).toEqual([]);
  expect(await read.select({ id: invoices.id }).from(invoices)).toHaveLength(ORDERS);
});
