import { expect, test } from "vitest";
import { CLAIM_PLACES_MAX, countPlaces, parseClaimNames, parsePlaceCount } from "./parse-claim-names.ts";

const namesOf = (typed: string) => {
  const read = parseClaimNames(typed);
  return "names" in read ? read.names.map(({ name, email }) => [name, email]) : read.problem;
};

test("reads names and addresses as they stand in letters, tables and mail programs", () => {
  const lines = [
    "Mia Keller",
    "Léa Müller, lea@example.org",
    "Ben Roth <ben@example.org>",
    '"Roth, Ada" <ada@example.org>',
    "Tom\ttom@example.org",
    "Eva;eva@Example.org",
    "Jo jo@example.org",
    "kim@example.org",
    "Иван Петров, ivan@example.org",
    "",
    "   ",
  ];
  expect(namesOf(lines.join("\r\n"))).toEqual([
    ["Mia Keller", null],
    ["Léa Müller", "lea@example.org"],
    ["Ben Roth", "ben@example.org"],
    ["Roth Ada", "ada@example.org"],
    ["Tom", "tom@example.org"],
    ["Eva", "eva@example.org"],
    ["Jo", "jo@example.org"],
    ["", "kim@example.org"],
    ["Иван Петров", "ivan@example.org"],
  ]);
});

test("says in which line something cannot be read", () => {
  expect(namesOf("Mia\n\nLeo, leo@nowhere")).toMatchObject({ key: "enrol_others.line_problem", values: { line: 3 } });
  expect(namesOf("a@example.org, b@example.org")).toMatchObject({ values: { line: 1 } });
  expect(namesOf("x".repeat(201))).toMatchObject({ values: { line: 1 } });
});

test("takes nothing that stands after a comma for a part of the name", () => {
  for (const line of ["Mia, not-a-mail", "Mia; mia(at)example.org", "Keller, Mia"]) {
    expect(namesOf(`Ada\n${line}`)).toMatchObject({
      key: "enrol_others.line_problem",
      values: { line: 2, what: { key: "enrol_others.no_address" } },
    });
  }
  expect(namesOf("Mia Keller,\nLeo;\nAda\tRoth")).toEqual([
    ["Mia Keller", null],
    ["Leo", null],
    ["Ada Roth", null],
  ]);
});

test("takes no address twice, however it is written", () => {
  expect(namesOf("Mia, mia@example.org\nMIA <Mia@Example.ORG>")).toMatchObject({ key: "enrol_others.address_twice" });
});

test("counts the places by the number, or by the names where none was typed", () => {
  const [mia, leo] = [
    { name: "Mia", email: null },
    { name: "Leo", email: null },
  ];
  const count = (typed: number | undefined, names = [mia, leo]) => {
    const counted = countPlaces(typed, names);
    return "places" in counted ? counted.places.map(({ name }) => name) : "refused";
  };
  expect(count(undefined)).toEqual(["Mia", "Leo"]);
  expect(count(3)).toEqual(["Mia", "Leo", ""]);
  expect(count(1)).toBe("refused");
  expect(count(0, [])).toBe("refused");
  expect(count(undefined, [])).toBe("refused");
  expect(count(CLAIM_PLACES_MAX + 1, [])).toBe("refused");
  expect(count(CLAIM_PLACES_MAX, [])).toHaveLength(CLAIM_PLACES_MAX);
});

test("says of a number that is none what it may be", () => {
  expect(parsePlaceCount("")).toEqual({ count: undefined });
  expect(parsePlaceCount("3")).toEqual({ count: 3 });
  for (const typed of ["1.5", "-1", "0", "three", "1e1"]) {
    expect(parsePlaceCount(typed)).toMatchObject({ problem: { key: "enrol_others.whole_number" } });
  }
});

test("keeps the marks of a name as they were typed", () => {
  expect(namesOf("<b>Mia</b>\nLeo <3 <leo@example.org>")).toEqual([
    ["<b>Mia</b>", null],
    ["Leo <3", "leo@example.org"],
  ]);
});
