import { expect, test } from "vitest";
import { leastCpuMs } from "#tests/support/least-cpu.ts";
import { readFormFields } from "./form-fields.ts";

const form = (...fields: [string, string | Blob][]) => {
  const made = new FormData();
  for (const [name, value] of fields) made.append(name, value as string);
  return made;
};

test("a new line is one character, as the browser counted it, and the character 0 is none", () => {
  expect(readFormFields(form(["body", "one\r\ntwo\rthree\nfour\0"]))).toEqual({ body: "one\ntwo\nthree\nfour" });
});

test("a name that is sent twice becomes a list; files and what Next adds are left out", () => {
  const sent = form(["id", "a"], ["id", "b"], ["picture", new Blob(["x"])], ["$ACTION_ID_1", ""], ["empty", ""]);
  expect(readFormFields(sent)).toEqual({ id: ["a", "b"], empty: "" });
});

test("a form of a hundred thousand fields is read in one pass", () => {
  const sent = new FormData();
  for (let n = 0; n < 100_000; n++) sent.append(`field${n}`, "");
  for (let n = 0; n < 10_000; n++) sent.append("again", String(n));
  const read = () => expect(Object.keys(readFormFields(sent))).toHaveLength(100_001);
  expect(leastCpuMs(read)).toBeLessThan(250);
});

test("a field may be called like what every object has", () => {
  const fields = readFormFields(form(["__proto__", "a"], ["__proto__", "b"], ["constructor", "c"]));
  expect(Object.entries(fields)).toEqual([
    ["__proto__", ["a", "b"]],
    ["constructor", "c"],
  ]);
  expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
});
