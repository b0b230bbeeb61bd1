import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { scaleDeadline } from "#tests/support/deadlines.ts";
import { verifySqlite } from "#ops/backup/sqlite-copy.ts";
import { grow } from "./grow.ts";
import { SMALL, type SchoolFacts } from "./school-facts.ts";

test("the school that the bench measures can be made with the rules of today, and is sound when it has grown", {
  timeout: scaleDeadline(30_000),
}, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-school-"));
  try {
    const env = {
      ...process.env,
      [SMALL]: "yes",
      MATRICULA_DATA_DIR: folder,
      MATRICULA_SECRET: "a secret for the bench, known to everyone",
      MATRICULA_LOG_LEVEL: "silent",
    };
    await promisify(execFile)(process.execPath, ["tests/bench/make-school.ts"], { env });
    const facts = JSON.parse(readFileSync(path.join(folder, "facts.json"), "utf8")) as SchoolFacts;
    expect(facts.waiting.flat()).toHaveLength(8 * 16);
    expect(facts.conversation).toMatch(/^T-/);

    const file = path.join(folder, "matricula.db");
    grow({ folder, file, facts }, 400);
    expect(verifySqlite(file)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
