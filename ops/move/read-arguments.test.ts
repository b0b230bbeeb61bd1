import { mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { readMoveArguments } from "./read-arguments.ts";

const TO = "postgres://school:word@db.example/school";
const read = (args: string[], moveTo: string | null = null, input = "") =>
  readMoveArguments(args, { moveTo, readInput: () => input });

test("the address comes from the option, from standard input, or from the settings", () => {
  expect(read(["--to", TO], "postgres://other@db.example/other").to).toBe(read([], TO).to);
  expect(read(["--to", "-"], null, `${TO}\n`).to).toBe(read(["--to", TO]).to);
  expect(read(["--to", "file:back.db"]).to).toBe(path.resolve("back.db"));
  expect(() => read([])).toThrow("or set MATRICULA_MOVE_TO");
});

test("a link to the folder for files is read as the folder", () => {
  const home = realpathSync(mkdtempSync(path.join(tmpdir(), "matricula-arguments-")));
  symlinkSync(home, path.join(home, "link"));
  expect(read(["--to", TO, "--files", path.join(home, "link")]).filesTo).toBe(home);
  expect(read(["--to", TO, "--files", path.join(home, "new")]).filesTo).toBe(path.join(home, "new"));
  expect(read(["--to", TO]).filesTo).toBeUndefined();
  rmSync(home, { recursive: true });
});

test("what a school does not move to is told with what it does, and without the password", () => {
  for (const scheme of ["mysql", "mariadb", "sqlite", "https"]) {
    const wrong = () => read(["--to", `${scheme}://school:word@db.example/school`]);
    expect(wrong).toThrow(new RegExp(`does not move to "${scheme}:".*--to postgres://ACCOUNT.*--to file:PATH`));
    expect(wrong).not.toThrow("word");
  }
});

test("an address that cannot be read is told without its password", () => {
  expect(() => read(["--to", "postgres://school:word@db.example:99999/school"])).not.toThrow("word");
  expect(() => read(["--to", "postgres://school:word@db.example:99999/school"])).toThrow();
});

test("an option that there is not is told, with those that there are", () => {
  expect(() => read(["--too", TO])).toThrow(/--too[^]*--write-settings/);
});
