import { expect, test } from "vitest";
import { getBodyLimits } from "./body-limits.ts";
import { createBodyMeter } from "./body-meter.ts";

/** What is said of a body with these fields, cut into pieces of so many bytes. */
function judged(fields: Record<string, string>, { isScript = true, pieceBytes = 65_536 } = {}) {
  const meter = createBodyMeter("multipart/form-data; boundary=b", getBodyLimits("/sign-in"), isScript);
  if (meter === "malformed") throw new Error("a good boundary was refused");
  const body = Buffer.from(
    `${Object.entries(fields)
      .map(([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join("")}--b--\r\n`,
  );
  for (let at = 0; at < body.length; at += pieceBytes) {
    const fault = meter.add(body.subarray(at, at + pieceBytes));
    if (fault) return fault;
  }
  return meter.end();
}

const STATE = { status: "refused", fields: { a: "b" }, values: { body: 'costs $$5 [[[[ {{{ " \\' }, turn: 1 };

test("what our forms send comes through, however it is cut", () => {
  const script = { _1_body: "$1 {[", "0": JSON.stringify([STATE, "$K1"]) };
  const button = { "0": '["$K1"]' };
  const browser = {
    $ACTION_REF_1: "",
    "$ACTION_1:0": '{"id":"7f00","bound":"$@1"}',
    "$ACTION_1:1": JSON.stringify([STATE]),
    $ACTION_KEY: "k1",
    body: '{"not": "ours"',
    "0": "[[[",
  };
  for (const pieceBytes of [1, 2, 3, 7, 65_536]) {
    expect(judged(script, { pieceBytes })).toBeUndefined();
    expect(judged(button, { pieceBytes })).toBeUndefined();
    expect(judged(browser, { isScript: false, pieceBytes })).toBeUndefined();
  }
});

const deep = (n: number) => `${"[".repeat(n)}${"]".repeat(n)}`;

test.each([
  ["no JSON", "{"],
  ["nothing", ""],
  ["deep nesting", deep(20_000)],
  ["deep nesting that never ends", "[".repeat(60_000)],
  ["another form", '["$K1ffff"]'],
  ["a module", '["$F1"]'],
  ["a number of any length", `["$n${"9".repeat(50_000)}"]`],
  ["a promise", '["$@1"]'],
  ["a map", '["$Q1"]'],
  ["a file", '["$B1"]'],
  ["a path in what came before", '["$1:__proto__:then"]'],
  ["what never comes", '["$5"]'],
  ["an iterator", '["$i1"]'],
  ["a function", '[{"then":"$1:constructor:constructor"}]'],
])("arguments with %s are refused before Next reads them", (_, args) => {
  expect(judged({ "0": args })).toBe("malformed");
  expect(judged({ "$ACTION_1:0": args, $ACTION_REF_1: "" }, { isScript: false })).toBe("malformed");
});

test("arguments that are missing, too many, or bound to what never comes are refused", () => {
  expect(judged({ a: "b" })).toBe("malformed");
  expect(judged(Object.fromEntries(Array.from({ length: 12 }, (_, n) => [String(n), "[]"])))).toBe("malformed");
  expect(judged({ "$ACTION_1:0": '{"id":"x","bound":"$@7"}' }, { isScript: false })).toBe("malformed");
});

test("a script that sends anything but a form is refused", () => {
  for (const type of ["text/plain;charset=UTF-8", "application/json", "application/x-www-form-urlencoded", undefined]) {
    expect(createBodyMeter(type, getBodyLimits("/sign-in"), true)).toBe("malformed");
  }
});
