import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
  const { status, stdout } = run([file, "--rejects", rejects]);
  return { status, stdout, rejects };
}

/** A school of its own, as `load` has it, and where the command is called from. */
function run(args: string[], { cwd = process.cwd(), more = {} }: { cwd?: string; more?: Record<string, string> } = {}) {
  const env = {
    ...process.env,
    ...{ MATRICULA_DATA_DIR: path.join(home, "school"), MATRICULA_OWNER_EMAIL: "owner@school.example" },
    ...{ MATRICULA_URL: "https://school.example", MATRICULA_ALLOW_EPHEMERAL: "yes" },
    ...more,
  };
  const command = [path.resolve("ops/cli/import.ts"), "courses", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { env, cwd, encoding: "utf8" });
  return { status, stdout, stderr };
}

test.runIf(engine === "sqlite")("the rejects stand beside the file, wherever the command is called from", () => {
  const folder = mkdtempSync(path.join(home, "folder-"));
  writeFileSync(path.join(folder, "list.csv"), "key,title\na,Bookbinding\nb\n");
  const rejects = path.join(folder, "list.csv.rejects.csv");
  // `npm run` and the server's command go to the program's folder, and say where the person stands.
  const byNpm = run(["list.csv"], { more: { INIT_CWD: folder } });
  expect([byNpm.status, byNpm.stdout]).toEqual([2, expect.stringContaining(`${rejects} says which and why`)]);
  expect(readFileSync(rejects, "utf8")).toContain("list.csv,3,");

  rmSync(rejects);
  const byNode = run(["list.csv"], { cwd: folder, more: { INIT_CWD: "/" } });
  expect([byNode.status, existsSync(rejects)]).toEqual([2, true]);

  const gone = run(["gone.csv"], { more: { INIT_CWD: folder } });
  expect(gone.stderr).toContain(`${path.join(folder, "gone.csv")} is not there`);
});

test.runIf(engine === "sqlite")("rejects that cannot be written are printed, with the file that could not be", () => {
  const folder = mkdtempSync(path.join(home, "folder-"));
  const file = path.join(folder, "list.csv");
  writeFileSync(file, "key,title\na,Bookbinding\nb\n");
  // A folder in the place of the file: no account can write that, root neither.
  const rejects = path.join(folder, "list.csv.rejects.csv");
  mkdirSync(rejects);
  const { status, stdout, stderr } = run([file]);
  expect(status).toBe(2);
  expect(stdout).toMatch(/: 2 rows in /);
  expect(stdout).toContain("list.csv, line 3: it has 1 cells, the first line 2: cells are missing");
  expect(stdout).toContain(`${rejects} cannot be written: `);
  expect(stderr).not.toContain("database");
});

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
