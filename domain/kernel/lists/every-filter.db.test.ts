import { globSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ListedSchool, openListedSchool } from "#tests/support/listed-school.ts";
import type { AnyFilter } from "./filters.ts";

type AnyList = {
  filters: Record<string, AnyFilter>;
  sorts: readonly string[];
  page(ctx: unknown, filters: object, view: object): Promise<{ total: number }>;
  stream(ctx: unknown, filters: object, view: object): AsyncIterable<unknown[]>;
};

let school: ListedSchool;
const lists: [name: string, list: AnyList][] = [];

beforeAll(async () => {
  school = await openListedSchool();
  for (const file of globSync("domain/**/*.ts", { exclude: (name) => String(name).includes(".test.") })) {
    if (!readFileSync(file, "utf8").includes("= defineList(")) continue;
    const made = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<string, Partial<AnyList>>;
    for (const [name, list] of Object.entries(made)) {
      if (list && typeof list === "object" && list.filters && list.page) lists.push([name, list as AnyList]);
    }
  }
});
afterAll(() => school.drop());

/** The letters before every kind of id. */
const KINDS = new Set(
  [...readFileSync("domain/kernel/ids.ts", "utf8").matchAll(/^ {2}\w+: "([a-z]{3})",$/gm)].map(([, kind]) => kind),
);

const WORDS = [`usr_${"0".repeat(32)}`, "CHF", "2026-03-01", "2026-03", "yes", "true", 1, true, ["active"]];

/** What a filter takes, said as an address or a program says it. */
function sampleOf({ input, read }: AnyFilter): unknown {
  const options = (input as { options?: string[] }).options ?? [];
  const ids = [...KINDS].map((kind) => `${kind}_${"0".repeat(32)}`);
  // A search comes as a person's id: so it is about people in every list that knows them.
  const word = [...options, ...ids, ...WORDS].find((each) => input.safeParse(each).success);
  return word === undefined ? undefined : read(word as never, "Europe/Zurich");
}

test("every list of the school answers each of its filters, with its rows and their count", async () => {
  expect(lists.length).toBeGreaterThan(10);
  const office = school.reading(school.actorWith("owner"));
  const broken: string[] = [];
  for (const [name, list] of lists) {
    for (const [filter, how] of Object.entries(list.filters)) {
      const value = sampleOf(how);
      if (value === undefined) {
        broken.push(`${name} ${filter}: nothing that it takes is known to this test`);
        continue;
      }
      const view = { sort: list.sorts[0], direction: "desc", page: 1 };
      try {
        await list.page(office, { [filter]: value }, view);
        for await (const _rows of list.stream(office, { [filter]: value }, view)) break;
      } catch (error) {
        broken.push(`${name} ${filter}: ${String((error as Error).cause ?? error).slice(0, 120)}`);
      }
    }
  }
  expect(broken).toEqual([]);
});
