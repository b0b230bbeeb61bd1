import { expect, test } from "vitest";
import { z } from "zod";
import type { ListEngine } from "#domain/kernel/lists/define-list.ts";
import { createFilter, type Filter } from "#domain/kernel/lists/filters.ts";
import { defineAddress, listFrame, listHref, readAddress, toFilterValues } from "./list.ts";

const day = (read: Filter<Date, string>["read"]) => ({ input: z.iso.date(), read, where: () => undefined });
const filters = {
  q: createFilter(z.string().trim().max(200), () => undefined),
  status: createFilter(z.enum(["open", "closed"]), () => undefined),
  from: day((word) => new Date(word)),
  until: day((word) => new Date(word)),
};
const list = { filters, sorts: ["created", "name"] } as Partial<
  ListEngine<"created" | "name", typeof filters, never>
> as ListEngine<"created" | "name", typeof filters, never>;

const SPEC = defineAddress({
  path: "/admin/things",
  list,
  words: { q: "q", state: "status", from: "from", to: "until" },
  former: { state: { shut: "closed" } },
  defaultSort: { sort: "created", direction: "desc" },
});

test("an address that says nothing gives the list in its default order", () => {
  expect(readAddress(SPEC, {})).toEqual({ filters: {}, view: { sort: "created", direction: "desc", page: 1 } });
});

test("what the list does not understand is left out, so that an old link still works", () => {
  const state = readAddress(SPEC, {
    state: "lost",
    from: "2026-13-40",
    sort: "password",
    dir: "up",
    page: "-3",
    x: "1",
  });
  expect(state).toEqual({ filters: {}, view: { sort: "created", direction: "desc", page: 1 } });
});

test("an address says everything that an address was made of", () => {
  const address = listHref(SPEC, readAddress(SPEC, { q: " Zoë & co ", state: "open", from: "2026-01-08" }), {
    sort: "name",
    direction: "asc",
    page: 3,
  });
  expect(address).toBe("/admin/things?q=Zo%C3%AB+%26+co&state=open&from=2026-01-08&sort=name&dir=asc&page=3");
  const again = readAddress(SPEC, Object.fromEntries(new URL(address, "https://example.org").searchParams));
  expect(again).toEqual({
    filters: { q: "Zoë & co", state: "open", from: "2026-01-08" },
    view: { sort: "name", direction: "asc", page: 3 },
  });
});

test("another order begins again on the first page", () => {
  const state = readAddress(SPEC, { page: "4" });
  expect(listHref(SPEC, state, { sort: "name", direction: "asc" })).toBe("/admin/things?sort=name&dir=asc");
});

test("the export has the same filters and the same order", () => {
  const state = readAddress(SPEC, { q: "x", sort: "name", dir: "desc", page: "2" });
  const frame = listFrame(SPEC, state, { items: [{}], total: 26, isMore: false, page: 2, pageSize: 25 });
  expect(frame.exportHref).toBe("/admin/things/export.csv?q=x&sort=name&dir=desc");
  expect(frame.clearHref).toBe("/admin/things?sort=name&dir=desc");
  expect(frame.isFiltered).toBe(true);
});

test("a page beyond the last leads to the last, and an empty list has one page", () => {
  const leadsTo = (total: number, page: number) => {
    const state = readAddress(SPEC, { q: "x", page: String(page) });
    try {
      listFrame(SPEC, state, { items: [], total, isMore: false, page, pageSize: 25 });
    } catch (error) {
      return (error as { digest: string }).digest.split(";")[2];
    }
    return undefined;
  };
  expect(leadsTo(51, 9)).toBe("/admin/things?q=x&page=3");
  expect(leadsTo(0, 9)).toBe("/admin/things?q=x");
  expect(leadsTo(0, 1)).toBeUndefined();
});

test("a repeated word counts once", () => {
  expect(readAddress(SPEC, { state: ["open", "closed"] }).filters.state).toBe("open");
});

test("a word sets the filter that it stands for, also under the name that it had, and one that means nothing sets none", () => {
  const said = readAddress(SPEC, { state: "shut", to: "2026-01-08", q: "  " }).filters;
  expect(said).toEqual({ state: "closed", to: "2026-01-08" });
  const until = new Date("2026-01-08");
  expect(toFilterValues(SPEC, said, "UTC")).toEqual({ q: undefined, status: "closed", from: undefined, until });
});
