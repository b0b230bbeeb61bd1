import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { CONNECTIONS_KEY } from "#domain/settings/connections.ts";
import { migrateSqlite } from "#db/migrate.ts";
import { JOBS } from "../jobs/list.ts";

let home: string;
beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), "matricula-job-"));
});
afterAll(() => rmSync(home, { recursive: true }));

function runJob(...args: string[]) {
  const env = {
    ...process.env,
    ...{
      MATRICULA_DATA_DIR: path.join(home, "school"),
      MATRICULA_SECRET: "s".repeat(40),
      MATRICULA_OWNER_EMAIL: "owner@school.example",
    },
    ...{ MATRICULA_URL: "https://school.example", MATRICULA_ALLOW_EPHEMERAL: "yes", MATRICULA_LOG_LEVEL: "warn" },
  };
  return spawnSync(process.execPath, ["ops/cli/job.ts", ...args], { env, encoding: "utf8" });
}

// The command is the same on both engines, and needs no server of PostgreSQL for this.
test.runIf(engine === "sqlite")(
  "the list of jobs tells one that has had nothing to do from one that has never run",
  () => {
    migrateSqlite(path.join(home, "school", "matricula.db"));
    const ran = runJob("purge-codes");
    expect([ran.status, ran.stderr]).toEqual([0, ""]);
    const { stdout } = runJob("--list");
    const lineOf = (name: string) => stdout.split("\n").find((line) => line.startsWith(`${name} `));
    expect(lineOf("purge-codes")).toMatch(/every 1 h +\d{4}-\d\d-\d\dT/);
    for (const { name, isDue } of JOBS.filter((job) => job.name !== "purge-codes"))
      expect(lineOf(name), name).toContain(isDue ? "has had nothing to do yet" : "has not run yet");
    expect(stdout).toContain("A job that looks and finds nothing to do leaves no time here.");
  },
);

test.runIf(engine === "sqlite")("a job that is run by hand uses what the owner has set in the browser", () => {
  const file = path.join(home, "school", "matricula.db");
  migrateSqlite(file);
  const school = new Sqlite(file);
  // A way to pay that the environment cannot have: whoever reads it says so.
  const stored = JSON.stringify({ MATRICULA_PAYMENT_PROVIDERS: "stripe" });
  const write = "INSERT INTO settings (key, value, updated_at) VALUES (?, ?, 0)";
  school.prepare(write).run(CONNECTIONS_KEY, stored);
  school.close();
  const ran = runJob("purge-codes");
  expect(ran.status).toBe(0);
  expect(ran.stdout + ran.stderr).toContain("the connections set in the browser do not go with the environment");
});
