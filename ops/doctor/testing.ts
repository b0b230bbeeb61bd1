import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { type Config, readConfig } from "#config/config.ts";
import { engine } from "#db/engine.ts";
import { openTestDatabase } from "#db/testing.ts";
import { translatorFor } from "#messages/translator.ts";
import { formatFinding } from "../health/format-finding.ts";
import { type CheckDepth } from "./check.ts";
import { runChecks } from "./run-checks.ts";

/** As of when the checks of a test run. */
export const NOW = new Date("2026-11-20T12:00:00Z");
export const REAL = { MATRICULA_OWNER_EMAIL: "owner@school.example", MATRICULA_URL: "https://school.example" };
export const english = translatorFor("en");

/** For a file of tests: a school that is well, in a data folder of its own, and what the checks say of it. */
export async function openCheckedSchool() {
  const database = await openTestDatabase();
  const home = mkdtempSync(path.join(tmpdir(), "matricula-doctor-"));
  afterAll(async () => {
    await database.drop();
    rmSync(home, { recursive: true, force: true });
  });

  const env = (more: Record<string, string> = {}) => ({
    MATRICULA_DATA_DIR: home,
    DATABASE_URL: engine === "postgres" ? database.url : `file:${database.url}`,
    ...more,
  });
  const settings = (more: Record<string, string> = {}): Config => readConfig(env(more));
  const findings = async (check: string, depth: CheckDepth = "quick", of = settings()) => {
    const report = await runChecks(of, depth, { now: NOW });
    return report.results.filter((each) => each.check === check).map((each) => formatFinding(each, english));
  };
  const states = async (check: string, depth?: CheckDepth, of?: Config) =>
    (await findings(check, depth, of)).map(({ state }) => state);
  return { database, home, env, settings, findings, states };
}
