import { expect, test } from "vitest";
import { z } from "zod";
import {
  dayFilter,
  toInstantRange,
  type ListSpec,
  listFrame,
  listHref,
  readList,
  textFilter,
  choiceFilter,
} from "./list.ts";

const filters = z.object({ q: textFilter, state: choiceFilter(["open", "closed"]), from: dayFilter, to: dayFilter });
const SPEC: ListSpec<typeof filters.shape, "created" | "name"> = {
  path: "/admin/things",
  filters,
  sorts: ["created", "name"],
  defaultSort: { sort: "created", direction: "desc" },
};

test("an address that says nothing gives the list in its default order", () => {
  expect(readList(SPEC, {})).toEqual({ filters: {}, view: { sort: "created", direction: "desc", page: 1 } });
});

test("what the list does not understand is left out, so that an old link still works", () => {
  const state = readList(SPEC, { state: "lost", from: "2026-13-40", sort: "password", dir: "up", page: "-3", x: "1" });
  expect(state).toEqual({ filters: {}, view: { sort: "created", direction: "desc", page: 1 } });
});

test("an address says everything that an address was made of", () => {
  const address = listHref(SPEC, readList(SPEC, { q: " Zoë & co ", state: "open", from: "2026-01-08" }), {
    sort: "name",
    direction: "asc",
    page: 3,
  });
  expect(address).toBe("/admin/things?q=Zo%C3%AB+%26+co&state=open&from=2026-01-08&sort=name&dir=asc&page=3");
  const again = readList(SPEC, Object.fromEntries(new URL(address, "https://example.org").searchParams));
  expect(again).toEqual({
    filters: { q: "Zoë & co", state: "open", from: "2026-01-08" },
    view: { sort: "name", direction: "asc", page: 3 },
  });
});

test("another order begins again on the first page", () => {
  const state = readList(SPEC, { page: "4" });
  expect(listHref(SPEC, state, { sort: "name", direction: "asc" })).toBe("/admin/things?sort=name&dir=asc");
});

test("the export has the same filters and the same order", () => {
  const state = readList(SPEC, { q: "x", sort: "name", dir: "desc", page: "2" });
  const frame = listFrame(SPEC, state, { items: [{}], total: 26, isMore: false, page: 2, pageSize: 25 });
  expect(frame.exportHref).toBe("/admin/things/export.csv?q=x&sort=name&dir=desc");
  expect(frame.clearHref).toBe("/admin/things?sort=name&dir=desc");
  expect(frame.isFiltered).toBe(true);
});

test("a page beyond the last leads to the last, and an empty list has one page", () => {
  const leadsTo = (total: number, page: number) => {
    const state = readList(SPEC, { q: "x", page: String(page) });
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
  expect(readList(SPEC, { state: ["open", "closed"] }).filters.state).toBe("open");
});

test("days are the school's: the last one is included, also when clocks change", () => {
  const { from, until } = toInstantRange({ from: "2026-03-29", to: "2026-03-29" }, "Europe/Zurich");
  expect(from?.toISOString()).toBe("2026-03-28T23:00:00.000Z");
  expect(until?.toISOString()).toBe("2026-03-29T22:00:00.000Z");
});
