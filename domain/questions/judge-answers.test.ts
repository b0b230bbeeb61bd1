import { expect, test } from "vitest";
import { type AskedQuestion, judgeAnswers } from "./judge-answers.ts";

const ask = (id: string, more: Partial<AskedQuestion> = {}): AskedQuestion => ({
  ...{ id, rootId: id, kind: "text", options: [], isRequired: true, onlyIfRootId: null, onlyIfAnswer: null },
  ...more,
});
const give = (answers: Record<string, string>) =>
  Object.entries(answers).map(([questionId, value]) => ({ questionId, value }));
const judge = (questions: AskedQuestion[], answers: Record<string, string>) => {
  const { answers: stored, problems } = judgeAnswers(questions, give(answers));
  return {
    stored: Object.fromEntries(stored.map(({ questionId, value }) => [questionId, value])),
    wrong: Object.fromEntries([...problems].map(([id, { key }]) => [id, key])),
  };
};

const MENU = ask("menu", { kind: "choice", options: ["Meat", "Vegetarian"] });
const ALLERGIES = ask("allergies", { onlyIfRootId: "menu", onlyIfAnswer: "Vegetarian" });

test("what depends on an answer is missed only of whoever gave that answer, and is not stored of anybody else", () => {
  const both = [MENU, ALLERGIES];
  expect(judge(both, { menu: "Meat", allergies: "nuts" })).toEqual({ stored: { menu: "Meat" }, wrong: {} });
  expect(judge(both, { menu: "Vegetarian" }).wrong).toEqual({ allergies: "fields.answer_needed" });
  const answered = { menu: "Vegetarian", allergies: "nuts" };
  expect(judge(both, answered)).toEqual({ stored: answered, wrong: {} });
});

test("a chain of conditions breaks where its first link does, in whatever order it is asked", () => {
  const doctor = ask("doctor", { onlyIfRootId: "ill", onlyIfAnswer: "yes" });
  const ill = ask("ill", { kind: "checkbox", isRequired: false, onlyIfRootId: "menu", onlyIfAnswer: "Meat" });
  const all = [doctor, ill, MENU];
  expect(judge(all, { menu: "Vegetarian", ill: "yes", doctor: "Dr Who" }).stored).toEqual({ menu: "Vegetarian" });
  expect(judge(all, { menu: "Meat", ill: "yes" }).wrong).toEqual({ doctor: "fields.answer_needed" });
  expect(judge(all, { menu: "Meat" }).stored).toEqual({ menu: "Meat", ill: "no" });
});

test("questions that depend on each other ask nobody, and nobody waits for them", () => {
  const a = ask("a", { kind: "checkbox", onlyIfRootId: "b", onlyIfAnswer: "yes" });
  const b = ask("b", { kind: "checkbox", onlyIfRootId: "a", onlyIfAnswer: "yes" });
  expect(judge([a, b], { a: "yes", b: "yes" })).toEqual({ stored: {}, wrong: {} });
});

test("a consent and a box that are needed must be ticked, and others are stored as not ticked", () => {
  const needed = [ask("c", { kind: "consent" }), ask("b", { kind: "checkbox" })];
  expect(judge(needed, {}).wrong).toEqual({ c: "fields.consent_needed", b: "fields.box_needed" });
  expect(judge(needed, { c: "yes", b: "on" }).stored).toEqual({ c: "yes", b: "yes" });
  const free = [ask("c", { kind: "consent", isRequired: false })];
  expect(judge(free, { c: "no" }).stored).toEqual({ c: "no" });
});

test.each(["2027-02-29", "27-3-3", "2027-13-01", "tomorrow"])("%s is no day", (day) => {
  expect(judge([ask("d", { kind: "date" })], { d: day }).wrong).toEqual({ d: "fields.answer_no_day" });
});

test.each(["0026-01-01", "1899-12-31", "2200-01-01"])("%s is in nobody's life, and the years are said", (day) => {
  expect(judge([ask("d", { kind: "date" })], { d: day }).wrong).toEqual({ d: "fields.answer_day_range" });
});

test("a day, an option and a text are taken as they are, and nothing else passes for one", () => {
  expect(judge([ask("d", { kind: "date" })], { d: "2028-02-29" }).stored).toEqual({ d: "2028-02-29" });
  expect(judge([MENU], { menu: "Fish" }).wrong).toEqual({ menu: "fields.answer_no_option" });
  expect(judge([ask("t")], { t: "   " }).wrong).toEqual({ t: "fields.answer_needed" });
  expect(judge([ask("t")], { t: "x".repeat(2_001) }).wrong).toEqual({ t: "fields.characters_max" });
  expect(judge([ask("t", { isRequired: false })], { t: "" })).toEqual({ stored: {}, wrong: {} });
});

test("a file that was sent before is not asked for again, and a name is no file", () => {
  const file = ask("f", { kind: "file" });
  expect(judge([file], { f: "passport.pdf" }).wrong).toEqual({ f: "fields.choose_file" });
  expect(judgeAnswers([file], [], new Set(["f"])).answers).toMatchObject([{ questionId: "f", keepsFile: true }]);
});
