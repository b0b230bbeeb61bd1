import { expect, test } from "vitest";
import { fieldsOf } from "./form-fields.ts";

const form = (...fields: [string, string | Blob][]) => {
  const made = new FormData();
  for (const [name, value] of fields) made.append(name, value as string);
  return made;
};

test("a new line is one character, as the browser counted it, and the character 0 is none", () => {
  expect(fieldsOf(form(["body", "one\r\ntwo\rthree\nfour\0"]))).toEqual({ body: "one\ntwo\nthree\nfour" });
});

test("a name that is sent twice becomes a list; files and what Next adds are left out", () => {
  const sent = form(["id", "a"], ["id", "b"], ["picture", new Blob(["x"])], ["$ACTION_ID_1", ""], ["empty", ""]);
  expect(fieldsOf(sent)).toEqual({ id: ["a", "b"], empty: "" });
});
