import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";

let home: string;
beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), "matricula-import-"));
});
afterAll(() => rmSync(home, { recursive: true }));

function load(text: string) {
  const file = path.join(home, "catalogue.csv");
  writeFileSync(file, text);
  const rejects = path.join(home, "rejects.csv");
  const env = {
    ...process.env,
    ...{ MATRICULA_DATA_DIR: path.join(home, "school"), MATRICULA_OWNER_EMAIL: "owner@school.example" },
    ...{ MATRICULA_URL: "https://school.example", MATRICULA_ALLOW_EPHEMERAL: "yes" },
  };
  const args = ["ops/cli/import.ts", "courses", file, "--rejects", rejects];
  const { status, stdout } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  return { status, stdout, rejects };
}

// The command is the same on both engines, and needs no server of PostgreSQL for this.
test.runIf(engine === "sqlite")(
  "an import says by its end whether rows were rejected, and counts one row as one",
  () => {
    const whole = load("key,title\na,Bookbinding\n");
    expect([whole.status, whole.stdout]).toEqual([0, expect.stringMatching(/: 1 row in /)]);

    const half = load("key,title\na,Bookbinding\nb\n");
    expect([half.status, half.stdout]).toEqual([2, expect.stringMatching(/: 2 rows in .*\n1 row was not taken; /s)]);
    expect(readFileSync(half.rejects, "utf8").trim().split("\n")).toHaveLength(2);

    expect(load("no,catalogue\n1,2\n").status).toBe(1);
  },
);
