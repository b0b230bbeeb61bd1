import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { inAllOnSqlite } from "#tests/support/left-to-all.ts";

// The command is the same on both engines, and needs no server of PostgreSQL for this.
let home: string;
beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), "matricula-import-"));
});
afterAll(() => rmSync(home, { recursive: true }));

/** On a school of its own. */
function run(args: string[], more: Record<string, string> = {}, what = "courses") {
  const env = {
    ...process.env,
    ...{ MATRICULA_DATA_DIR: path.join(home, "school"), MATRICULA_OWNER_EMAIL: "owner@school.example" },
    ...{ MATRICULA_URL: "https://school.example", MATRICULA_ALLOW_EPHEMERAL: "yes" },
    ...more,
  };
  const command = [path.resolve("ops/cli/import.ts"), what, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { env, encoding: "utf8" });
  return { status, stdout, stderr };
}

test.runIf(engine === "sqlite")(
  "an import says by its end whether rows were rejected, and counts one row as one",
  inAllOnSqlite,
  () => {
    const file = path.join(home, "whole.csv");
    writeFileSync(file, "key,title\na,Bookbinding\n");
    const whole = run([file]);
    expect([whole.status, whole.stdout]).toEqual([0, expect.stringMatching(/: 1 row in /)]);
    writeFileSync(file, "no,catalogue\n1,2\n");
    expect(run([file]).status).toBe(1);
  },
);

test.runIf(engine === "sqlite")(
  "the rejects stand beside the file, where the person stands who calls the command",
  inAllOnSqlite,
  () => {
    const folder = mkdtempSync(path.join(home, "folder-"));
    writeFileSync(path.join(folder, "list.csv"), "key,title\na,Bookbinding\nb\n");
    const rejects = path.join(folder, "list.csv.rejects.csv");
    // `npm run` and the server's command go to the program's folder, and say where the person stands.
    const { status, stdout } = run(["list.csv"], { INIT_CWD: folder });
    expect(status).toBe(2);
    expect(stdout).toMatch(/: 2 rows in .*\n1 row was not taken; /s);
    expect(stdout).toContain(`${rejects} says which and why`);
    const lines = readFileSync(rejects, "utf8").trim().split("\n");
    expect(lines).toEqual([expect.anything(), expect.stringContaining("list.csv,3,")]);

    const gone = run(["gone.csv"], { INIT_CWD: folder });
    expect(gone.stderr).toContain(`${path.join(folder, "gone.csv")} is not there`);
  },
);

test.runIf(engine === "sqlite")(
  "rejects that cannot be written are printed, with the file that could not be",
  inAllOnSqlite,
  () => {
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
  },
);

test.runIf(engine === "sqlite")(
  "students are loaded by the columns that are named, and the others are rejected",
  () => {
    const file = path.join(home, "people.csv");
    writeFileSync(file, "Wer,Wohin\nAda,ada@example.org\nBen,nowhere\n");
    const unnamed = run([file], {}, "students");
    expect([unnamed.status, unnamed.stderr]).toEqual([1, expect.stringContaining("--column NAME=email")]);
    const loaded = run([file, "--column", "Wohin=email", "--column", "Wer=name"], {}, "students");
    expect([loaded.status, loaded.stdout]).toEqual([2, expect.stringContaining("Made 1, changed 0")]);
    expect(readFileSync(`${file}.rejects.csv`, "utf8")).toMatch(/^\ufeffname,email,line,problem\r\nBen,nowhere,3,/);
  },
);
