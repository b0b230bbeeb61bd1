import { globSync } from "node:fs";
import { expect, test } from "vitest";
import config from "../../vitest.config.ts";
import { ONE_ENGINE } from "./one-engine.ts";
import { IN_PARTS, isQuick, ON_SQLITE, ownWay, SHARED_DATABASE, SHARED_DATABASE_FILES } from "./quick-run.ts";

test("in a quick run each thing has one way, and each way has its share of the things", () => {
  const names = Array.from({ length: 900 }, (_, n) => `thing ${n} is as it should be`);
  for (const ways of [["a"], ["a", "b"], ["a", "b", "c"]]) {
    const gone = names.map((name) => ownWay(name, ways));
    for (const way of ways)
      expect(gone.filter((each) => each === way).length).toBeGreaterThan((0.8 * 900) / ways.length);
  }
});

test("a thing keeps its way when others come and go; what has no way has none", () => {
  expect(ownWay("a seat is given once", ["a", "b", "c"])).toBe(ownWay("a seat is given once", ["a", "b", "c"]));
  expect(ownWay("a seat is given once", [])).toBeUndefined();
});

const FILES = globSync("**/*.server.test.ts", { exclude: ["node_modules/**", ".next/**"] });

test("what several processes do to one database is tried on PostgreSQL in every run", () => {
  const kept = globSync([...SHARED_DATABASE_FILES]).filter((file) => !ONE_ENGINE.includes(file));
  for (const folder of SHARED_DATABASE) expect(kept.some((file) => file.startsWith(folder))).toBe(true);
  expect(kept.length).toBeGreaterThan(5);
  expect(kept.filter((file) => !FILES.includes(file))).toEqual([]);
});

test("what holds in parts what a quick run leaves whole is there", () => {
  for (const [file, parts] of Object.entries(IN_PARTS)) {
    expect(parts.length).toBeGreaterThan(0);
    expect([file, ...parts].filter((each) => globSync(each).length === 0)).toEqual([]);
    expect(parts.filter((each) => each in IN_PARTS)).toEqual([]);
  }
});

test("what a quick run does not take on PostgreSQL is there, and nothing of the domain, its services or the engines", () => {
  expect(globSync([...ON_SQLITE]).toSorted()).toEqual(ON_SQLITE.toSorted());
  expect(ON_SQLITE.filter((file) => !/^(app|ops)\/.+\.db\.test\.ts$/.test(file))).toEqual([]);
});

test("where nobody asks for a quick run, every file of servers runs on both engines but those of no engine's", () => {
  expect(isQuick).toBe(process.env.MATRICULA_TEST_QUICK === "yes");
  const projects = (config.test?.projects ?? []) as { test: { name: string; include: string[]; exclude?: string[] } }[];
  const of = (wanted: string) => projects.find(({ test: { name } }) => name === wanted)?.test;
  expect(of("servers")).toMatchObject({ include: ["**/*.server.test.ts"] });
  expect(of("servers")?.exclude).toBeUndefined();
  expect(of("postgres")).toMatchObject({ include: of("sqlite")?.include, exclude: isQuick ? [...ON_SQLITE] : [] });
  if (isQuick) return;
  expect(of("servers-postgres")).toMatchObject({ include: ["**/*.server.test.ts"], exclude: [...ONE_ENGINE] });
});
