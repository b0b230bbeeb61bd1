import { expect, test } from "vitest";
import { findStatementProblem, type StatedBalances } from "./find-statement-problem.ts";

const stated = (id: string, [openingOn, openingMinor, closingOn, closingMinor]: [string, number, string, number]) => ({
  ...{ id, openingOn: `2026-01-${openingOn}`, openingMinor, closingOn: `2026-01-${closingOn}`, closingMinor },
});
const judge = (all: StatedBalances[]) =>
  Object.fromEntries(
    all.map((each) => {
      const found = findStatementProblem(each, all);
      return [each.id, found && `${found.problem} ${found.previousId}`];
    }),
  );

test("statements that follow on have no problem, whichever day the bank gives to the opening balance", () => {
  const weeks = [
    stated("a", ["01", 0, "07", 100]),
    stated("b", ["07", 100, "14", 300]),
    stated("c", ["15", 300, "21", 50]),
  ];
  expect(judge(weeks)).toEqual({ a: null, b: null, c: null });
});

test("one that is missing between two is a gap, until it comes", () => {
  const [first, middle, last] = [
    stated("a", ["01", 0, "07", 100]),
    stated("b", ["08", 100, "14", 300]),
    stated("c", ["15", 300, "21", 50]),
  ] as const;
  expect(judge([first, last])).toEqual({ a: null, c: "gap a" });
  expect(judge([first, middle, last])).toEqual({ a: null, b: null, c: null });
});

test("days without a statement in which nothing was booked are no gap", () => {
  expect(judge([stated("a", ["01", 0, "07", 100]), stated("b", ["20", 100, "21", 50])])).toEqual({ a: null, b: null });
});

test("one that begins inside of another overlaps it; one that another covers whole is left alone", () => {
  expect(judge([stated("a", ["01", 0, "07", 100]), stated("b", ["05", 60, "12", 80])])).toEqual({
    ...{ a: null, b: "overlap a" },
  });
  const month = [stated("m", ["01", 0, "31", 50]), stated("b", ["08", 100, "14", 300])];
  expect(judge(month)).toEqual({ m: null, b: null });
});

test("several of one day follow each other in any order", () => {
  const day = [
    stated("p", ["01", 0, "04", 10]),
    stated("y", ["05", 30, "05", 40]),
    stated("x", ["05", 10, "05", 30]),
    stated("n", ["06", 40, "06", 45]),
  ];
  expect(judge(day)).toEqual({ p: null, y: null, x: null, n: null });
});
