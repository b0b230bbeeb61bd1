import { expect, test } from "vitest";
import { readSearch, searchHref, tidiedHref } from "./search-params.ts";

test("a search is read from its address, its days in the school's timezone, the last one included", () => {
  const { search } = readSearch(
    {
      q: " book ",
      subject: "Crafts",
      level: "beginner",
      price: "free",
      from: "2026-01-08",
      to: "2026-01-09",
      seats: "1",
      sort: "price",
      page: "3",
    },
    "Europe/Zurich",
  );
  expect(search).toEqual({
    q: "book",
    subject: "Crafts",
    level: "beginner",
    price: "free",
    from: new Date("2026-01-07T23:00:00Z"),
    to: new Date("2026-01-09T22:59:59.999Z"),
    seats: true,
    sort: "price",
    page: 3,
  });
});

test.each([
  ["2026-10-25", "Europe/Zurich", "2026-10-24T22:00:00.000Z", "2026-10-25T22:59:59.999Z"],
  ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z", "2018-11-05T01:59:59.999Z"],
  ["2026-03-29", "Asia/Beirut", "2026-03-28T22:00:00.000Z", "2026-03-29T20:59:59.999Z"],
])("the day %s in %s is searched from its first moment to its last, however long it is", (day, zone, from, to) => {
  expect(readSearch({ from: day, to: day }, zone).search).toMatchObject({ from: new Date(from), to: new Date(to) });
});

test("what cannot be understood counts as not asked for", () => {
  const { search, query } = readSearch(
    {
      q: "x".repeat(201),
      level: "wizard",
      price: "-1",
      from: "soon",
      to: "2026-02-31",
      seats: "yes",
      sort: "random",
      page: "0",
      other: "x",
    },
    "UTC",
  );
  expect(Object.values(search).filter((value) => value !== undefined)).toEqual([false]);
  expect(query).toEqual({ to: "2026-02-31" });
});

test("a name that is sent twice counts once", () => {
  expect(readSearch({ q: ["one", "two"] }, "UTC").search.q).toBe("one");
});

test("the address of a page keeps the search and leaves out what was not asked", () => {
  expect(searchHref("/courses/find", { q: "a&b", subject: "", sort: "title" }, 2)).toBe(
    "/courses/find?q=a%26b&sort=title&page=2",
  );
  expect(searchHref("/courses", {})).toBe("/courses");
});

test("what a form leaves empty is left out of the address, and a search for nothing is the catalogue", () => {
  const path = "/courses/find";
  expect(tidiedHref(path, { q: "book", subject: "", level: "", from: "" })).toBe("/courses/find?q=book");
  expect(tidiedHref(path, { q: "", sort: "price", page: "2" })).toBe("/courses/find?sort=price&page=2");
  expect(tidiedHref(path, { q: "", subject: "" })).toBe("/courses");
  expect(tidiedHref(path, { q: "book", page: "2" })).toBeUndefined();
  expect(tidiedHref(path, {})).toBeUndefined();
});
