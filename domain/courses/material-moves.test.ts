import { expect, test } from "vitest";
import { type MaterialGroup, computeMaterialOrder, computeSectionOrder } from "./material-moves.ts";

const GROUPS: MaterialGroup[] = [
  { sectionId: null, ids: ["a", "b"] },
  { sectionId: "one", ids: [] },
  { sectionId: "two", ids: ["c", "d"] },
];
const show = (groups: MaterialGroup[] | undefined) => groups?.map(({ ids }) => ids.join("")).join("|");
const moved = (id: string, move: Parameters<typeof computeMaterialOrder>[2]) =>
  show(computeMaterialOrder(GROUPS, id, move));

test("a step goes past the neighbour in the same section", () => {
  expect(moved("b", { direction: "up" })).toBe("ba||cd");
  expect(moved("c", { direction: "down" })).toBe("ab||dc");
});

test("a step beyond the edge of a section leads into the next one, also an empty one", () => {
  expect(moved("b", { direction: "down" })).toBe("a|b|cd");
  expect(moved("c", { direction: "up" })).toBe("ab|c|d");
});

test("a step beyond the first or the last of all changes nothing", () => {
  expect(moved("a", { direction: "up" })).toBe("ab||cd");
  expect(moved("d", { direction: "down" })).toBe("ab||cd");
});

test("a step down from the edge goes to the beginning of the next section, one up to its end", () => {
  const full: MaterialGroup[] = [
    { sectionId: null, ids: ["a", "b"] },
    { sectionId: "one", ids: ["c", "d"] },
  ];
  expect(show(computeMaterialOrder(full, "b", { direction: "down" }))).toBe("a|bcd");
  expect(show(computeMaterialOrder(full, "c", { direction: "up" }))).toBe("abc|d");
});

test("a place before another material, or at the end of a section, is taken as it is named", () => {
  expect(moved("a", { sectionId: "two", beforeId: "d" })).toBe("b||cad");
  expect(moved("d", { sectionId: "one", beforeId: null })).toBe("ab|d|c");
  expect(moved("a", { sectionId: null, beforeId: null })).toBe("ba||cd");
  expect(moved("a", { sectionId: null, beforeId: "a" })).toBe("ab||cd");
});

test("what is not there any more is no place", () => {
  expect(moved("x", { direction: "up" })).toBeUndefined();
  expect(moved("a", { sectionId: "gone", beforeId: null })).toBeUndefined();
  expect(moved("a", { sectionId: "two", beforeId: "b" })).toBeUndefined();
});

test("sections go one on, or before another", () => {
  expect(computeSectionOrder(["1", "2", "3"], "3", { direction: "up" })).toEqual(["1", "3", "2"]);
  expect(computeSectionOrder(["1", "2", "3"], "1", { direction: "up" })).toEqual(["1", "2", "3"]);
  expect(computeSectionOrder(["1", "2", "3"], "1", { beforeId: "3" })).toEqual(["2", "1", "3"]);
  expect(computeSectionOrder(["1", "2", "3"], "1", { beforeId: null })).toEqual(["2", "3", "1"]);
  expect(computeSectionOrder(["1", "2", "3"], "1", { beforeId: "9" })).toBeUndefined();
});
