import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { isGone, type Journey, listWays, NEEDS_PHONE, NEEDS_SCRIPTS, TOGETHER, waysOf } from "./browser-ways.ts";

const FILES = readdirSync("e2e")
  .filter((file) => file.endsWith(".spec.ts"))
  .map((file) => file.slice(0, -".spec.ts".length));
const journeys = (tags: string[] = []): Journey[] =>
  FILES.flatMap((file) => [1, 2, 3].map((n) => ({ file, title: `${file} ${n}`, tags })));
const goneBy = (journey: Journey, isQuick: boolean) =>
  listWays(false)
    .filter((way) => waysOf(journey, [way]).length > 0 && isGone(journey, way.name, isQuick))
    .map(({ name }) => name);

test("a run of all goes every journey on each of its ways", () => {
  for (const journey of journeys()) {
    expect(goneBy(journey, false)).toEqual(waysOf(journey, listWays(false)).map(({ name }) => name));
  }
});

test("a quick run goes every journey on one of its ways, and each way with some", () => {
  const gone = journeys()
    .filter(({ file }) => file !== "languages")
    .map((journey) => goneBy(journey, true));
  expect(gone.filter((ways) => ways.length !== 1)).toEqual([]);
  for (const { name } of listWays(false)) expect(gone.flat().filter((way) => way === name).length).toBeGreaterThan(5);
});

test("what needs scripts or a phone is gone where they are, and by a quick run, too", () => {
  for (const journey of journeys([NEEDS_SCRIPTS, NEEDS_PHONE]).filter(({ file }) => file !== "languages")) {
    expect(waysOf(journey, listWays(false)).map(({ name }) => name)).toEqual(["phone"]);
    expect(goneBy(journey, true)).toEqual(["phone"]);
  }
  for (const journey of journeys([NEEDS_PHONE])) {
    expect(waysOf(journey, listWays(true)).map(({ name }) => name)).not.toContain("desktop");
  }
});

test("what builds on another test of its file goes its way", () => {
  const gone = journeys([TOGETHER]).map((journey) => `${journey.file} ${goneBy(journey, true)[0]}`);
  expect(new Set(gone).size).toBe(FILES.length);
});

test("a long run goes every journey with and without scripts, on both screens and in both languages", () => {
  const ways = listWays(true);
  for (const journey of journeys()) expect(waysOf(journey, ways)).toHaveLength(6);
  const seen = ways.map(({ use }) => `${use.language} ${use.isMobile ?? false} ${use.javaScriptEnabled ?? true}`);
  expect(seen.toSorted()).toEqual(
    ["de false true", "de true false", "de true true", "en false true", "en true false", "en true true"].toSorted(),
  );
});

test("files that a way leaves are there", () => {
  for (const { leaves } of listWays(false)) expect(leaves.filter((file) => !FILES.includes(file))).toEqual([]);
});
