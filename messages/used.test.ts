import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadCatalogue, SOURCE_LANGUAGE } from "./catalogue.ts";

const code = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.ts", "*.tsx"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && !file.startsWith("messages/generated/") && !/\.test\.tsx?$/.test(file))
  .map((file) => readFileSync(file, "utf8"))
  .join("\n");

const named = new Set([...code.matchAll(/["'`]([a-z]\w*\.[a-z]\w*)["'`]/g)].map(([, key]) => key ?? ""));

/** The beginnings of keys that end in a word of the code: `refusals.${code}`. */
const begun = [...code.matchAll(/`([a-z]\w*\.\w*)\$\{(?!string\})/g)].map(([, beginning]) => beginning ?? "");

test("every message is named by code, so that nobody translates one that is never shown", () => {
  const all = [...(loadCatalogue().get(SOURCE_LANGUAGE)?.keys() ?? [])];
  expect(
    all.filter((key) => !named.has(key) && !begun.some((beginning) => key.startsWith(beginning))),
    "remove these from messages",
  ).toEqual([]);
});
