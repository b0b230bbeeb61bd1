import { expect, test } from "vitest";
import { isAlwaysOpen, isOnline } from "./always-open.ts";

const undated = { startsAt: null, place: "", capacity: null, source: null };

test.each([
  ["at home", undated, true],
  ["online, with a place that says so", { ...undated, place: "Online, any time", capacity: 30 }, true],
  ["in an open workshop where nobody counts seats", { ...undated, place: "Lindenhof 4" }, true],
  ["with ten seats in a room", { ...undated, place: "Room 2", capacity: 10 }, false],
  ["from a timetable that named the room alone", { ...undated, place: "RCLAS R05", source: "ucsd" }, false],
  ["on a date", { ...undated, startsAt: new Date(0) }, false],
])("what is offered %s: always open is %s", (_words, facts, open) => {
  expect(isAlwaysOpen(facts)).toBe(open);
});

test("a street that begins like the word is a place", () => {
  expect([isOnline(" online "), isOnline("Onlinegasse 3")]).toEqual([true, false]);
});
