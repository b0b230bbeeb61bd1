import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { inAll } from "#tests/support/left-to-all.ts";
import { getTerminalTranslator } from "./terminal-translator.ts";

const languageOf = (env: Record<string, string>) => getTerminalTranslator(env).language;

test("a command speaks the terminal's language, by LC_ALL before LC_MESSAGES before LANG, and English when it has none", () => {
  expect(languageOf({ LANG: "de_CH.UTF-8" })).toBe("de");
  expect(languageOf({ LANG: "de_CH.UTF-8", LC_MESSAGES: "en_GB" })).toBe("en");
  expect(languageOf({ LC_ALL: "de_DE@euro", LC_MESSAGES: "en_GB", LANG: "fr" })).toBe("de");
  expect(languageOf({ LC_ALL: "", LANG: "de" })).toBe("de");
  for (const LANG of ["C", "C.UTF-8", "POSIX", "xx_XX", ""]) expect([LANG, languageOf({ LANG })]).toEqual([LANG, "en"]);
  expect(languageOf({})).toBe("en");
});

test("a catalogue that is gone or broken ends a command with one sentence in English", inAll, () => {
  const root = path.join(import.meta.dirname, "..");
  const folder = mkdtempSync(path.join(tmpdir(), "matricula-catalogue-"));
  const run = () => {
    const env = { ...process.env, MATRICULA_DATA_DIR: path.join(folder, "data") };
    const { status, stderr } = spawnSync(process.execPath, ["ops/cli/doctor.ts", "--quick"], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    return [status, stderr.trim()];
  };
  for (const each of [
    "config",
    "db",
    "domain",
    "drizzle",
    "messages",
    "ops",
    "providers",
    "runtime.ts",
    "services",
    "package.json",
  ]) {
    cpSync(path.join(root, each), path.join(folder, each), { recursive: true });
  }
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  writeFileSync(path.join(folder, "messages/en/doctor.json"), "{ no");
  expect(run()).toEqual([
    1,
    expect.stringMatching(
      /^The texts in .*messages cannot be read: .*doctor\.json: .*\. Mend: install this version again/,
    ),
  ]);
  rmSync(path.join(folder, "messages/en"), { recursive: true });
  expect(run()).toEqual([
    1,
    expect.stringMatching(/^The texts in .*messages cannot be read: en\/language\.json is missing\. Mend: /),
  ]);
  rmSync(folder, { recursive: true });
});
