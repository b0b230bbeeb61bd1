import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { decodeMessage, sourceText } from "#messages/message.ts";
import { explainIssue } from "./explain-issue.ts";

function said(schema: z.ZodType, value: unknown): string | undefined {
  const [found] = schema.safeParse(value, { error: explainIssue }).error?.issues ?? [];
  return found && sourceText(decodeMessage(found.message));
}

test.each<[string, z.ZodType, unknown, string]>([
  ["is missing", z.string(), undefined, "This is needed."],
  ["is no text", z.string(), 5, "This must be a text."],
  ["is no whole number", z.int(), 1.5, "This must be a whole number."],
  ["is no list", z.array(z.string()), {}, "This must be a list."],
  ["is empty", z.string().min(1), "", "Write something here."],
  ["is too short", z.string().min(12), "short", "At least 12 characters."],
  ["is too long", z.string().max(2_000), "x".repeat(2_001), "At most 2,000 characters."],
  ["is too small", z.number().min(1), 0, "At least 1."],
  ["is too large", z.number().max(100), 101, "At most 100."],
  ["has too many", z.array(z.string()).max(1), ["a", "b"], "At most 1 entry."],
  ["is none of the words", z.enum(["low", "high"]), "extreme", "One of: low, high."],
  ["may be left empty and is too large", z.union([z.literal(""), z.string().max(3)]), "none", "At most 3 characters."],
  ["is one of two shapes and neither", z.union([z.number(), z.boolean()]), "5", "This is not written as it must be."],
  ["is no moment", z.iso.datetime(), "tomorrow", "This is not written as it must be."],
])("a field that %s is told so in plain words", (_, schema, value, words) => {
  expect(said(schema, value)).toBe(words);
});

test("what a schema says itself goes before", () => {
  expect(said(z.string().min(1, "Give the course a title."), "")).toBe("Give the course a title.");
});

test("whoever says what a schema found asks it for these words", () => {
  const files = globSync("{app,domain,services,ops}/**/*.{ts,tsx}").filter((file) => !file.includes(".test."));
  const raw = files.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    if (!/error\??\.issues|listAllIssues|whole\(/.test(text)) return [];
    return [...text.matchAll(/^.*[a-zA-Z]\.safeParse\([^;]*;/gm)].map(([call]) => `${file}: ${call.trim()}`);
  });
  const HARMLESS =
    /explainIssue|PARSING|success\) throw new Refusal\("|SchoolSettings\.safeParse\(stored\)|MeetingForm\.safeParse|z\.safeParse\(own/;
  expect(raw.length).toBeGreaterThan(3);
  expect(raw.filter((call) => !HARMLESS.test(call))).toEqual([]);
});
