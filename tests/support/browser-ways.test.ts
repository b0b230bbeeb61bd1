import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  BY_TURN,
  FIRST,
  IN_ALL,
  isGone,
  isInTurn,
  isRead,
  type Journey,
  listWays,
  NEEDS_PHONE,
  NEEDS_SCRIPTS,
  TOGETHER,
  waysOf,
} from "./browser-ways.ts";

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

test("a quick run goes the journeys that are in turn on one of their ways, and each way with some", () => {
  const inTurn = FILES.filter(isInTurn);
  expect(inTurn).toEqual(expect.arrayContaining([...FIRST]));
  expect(inTurn.length - FIRST.length).toBeGreaterThan((FILES.length - FIRST.length) / 5);
  const asked = journeys().filter(({ file }) => file !== "languages");
  const gone = asked.map((journey) => goneBy(journey, true));
  expect(gone.map(({ length }) => length)).toEqual(asked.map(({ file }) => (isInTurn(file) ? 1 : 0)));
  for (const { name } of listWays(false)) expect(gone.flat().filter((way) => way === name).length).toBeGreaterThan(4);
});

test("what a test says that it leaves is gone by a run of all on each of its ways, and by a quick one on none", () => {
  for (const journey of journeys([IN_ALL]).filter(({ file }) => file !== "languages")) {
    expect(goneBy(journey, false)).toEqual(waysOf(journey, listWays(false)).map(({ name }) => name));
    expect(goneBy(journey, true)).toEqual([]);
  }
});

test("of a row of the same a quick run goes about every third one, and each way with some", () => {
  const pages = Array.from({ length: 300 }, (_, n) => ({ file: "every-page", title: `/page/${n}`, tags: [BY_TURN] }));
  for (const page of pages) expect(goneBy(page, false)).toHaveLength(3);
  const gone = pages.map((page) => goneBy(page, true));
  expect(gone.every(({ length }) => length <= 1)).toBe(true);
  for (const { name } of listWays(false)) expect(gone.flat().filter((way) => way === name).length).toBeGreaterThan(20);
  expect(gone.flat().length).toBeGreaterThan(80);
  expect(gone.flat().length).toBeLessThan(120);
});

test("of each file of journeys in its turn a quick run goes one, and every one of those that everybody goes", () => {
  const told = FILES.map((file) => ({ file, text: readFileSync(`e2e/${file}.spec.ts`, "utf8") }));
  const countOf = (text: string, what: RegExp) => text.match(what)?.length ?? 0;
  for (const { file, text } of told)
    expect([file, countOf(text, /^ *test\(/gm) > countOf(text, /tag: (IN_ALL|\[[^\]]*IN_ALL)/g)]).toEqual([file, true]);
  expect(told.filter(({ file, text }) => FIRST.includes(file) && text.includes("IN_ALL"))).toEqual([]);
});

test("the checker reads every page in a run of all, and in a quick one a third of them", () => {
  const pages = Array.from({ length: 900 }, (_, n) => ({ title: `page ${n % 100}`, place: n }));
  expect(pages.every(({ title, place }) => isRead(title, place, false))).toBe(true);
  const read = pages.filter(({ title, place }) => isRead(title, place, true)).length;
  expect(read).toBeGreaterThan(240);
  expect(read).toBeLessThan(360);
});

test("what needs scripts or a phone is gone where they are, and by a quick run, too", () => {
  for (const journey of journeys([NEEDS_SCRIPTS, NEEDS_PHONE]).filter(({ file }) => file !== "languages")) {
    expect(waysOf(journey, listWays(false)).map(({ name }) => name)).toEqual(["phone"]);
    expect(goneBy(journey, true)).toEqual(isInTurn(journey.file) ? ["phone"] : []);
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
