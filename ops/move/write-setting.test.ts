import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { withSetting, writeSettings } from "./write-setting.ts";

const TO = "postgres://school:p%23ss%20word@db.example:5432/school?sslmode=require";
const setting = { name: "DATABASE_URL", value: TO, without: ["MATRICULA_MOVE_TO"] };

test.for([
  ["an empty file", "", `DATABASE_URL=${TO}\n`],
  ["one without it", "PORT=3000", `PORT=3000\nDATABASE_URL=${TO}\n`],
  ["one with it", "# a\nDATABASE_URL=file:/a/b.db\nPORT=1\n", `# a\nDATABASE_URL=${TO}\nPORT=1\n`],
  ["one with it in quotes", 'A=1\n export DATABASE_URL = "file:/a b"\n', `A=1\nDATABASE_URL=${TO}\n`],
  ["one where it is a remark", "# DATABASE_URL=x\n", `# DATABASE_URL=x\nDATABASE_URL=${TO}\n`],
  ["one with the target's password", `MATRICULA_MOVE_TO=${TO}\nPORT=1\n`, `PORT=1\nDATABASE_URL=${TO}\n`],
] as const)("the new address is written into %s, and nothing else changes", ([, before, after]) => {
  expect(withSetting(before, setting)).toBe(after);
});

test("a file's name with spaces and signs is read back as it is", () => {
  const value = "file:/srv/my school #1/matricula.db";
  expect(parseEnv(withSetting("", { ...setting, value })).DATABASE_URL).toBe(value);
});

test("a file that cannot be changed line by line is left alone", () => {
  expect(() => withSetting('DATABASE_URL="file:/a\nb"\nPORT=1\n', setting)).toThrow("line by line");
});

test("the file keeps its rights, and a link stays one", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "settings-"));
  try {
    const [file, link] = [path.join(folder, "settings"), path.join(folder, ".env")];
    writeFileSync(file, "PORT=3000\n", { mode: 0o640 });
    symlinkSync(file, link);
    await writeSettings(link, [setting]);
    expect([statSync(file).mode & 0o777, readFileSync(file, "utf8")]).toEqual([
      0o640,
      `PORT=3000\nDATABASE_URL=${TO}\n`,
    ]);
    expect(readFileSync(link, "utf8")).toContain(TO);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
