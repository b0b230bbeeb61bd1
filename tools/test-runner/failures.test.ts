import { expect, test } from "vitest";
import { formatFailures, playwrightFailures, vitestFailures } from "./failures.ts";

test("a failed test of vitest is named with what it said, and a passed one is not", () => {
  const assertionResults = [
    {
      fullName: "sells the last seat once",
      status: "failed",
      failureMessages: ["\u001b[31mexpected 1\u001b[0m\n\nto be 2"],
    },
    { fullName: "says so", status: "passed", failureMessages: [] },
  ];
  const report = { testResults: [{ name: "a.test.ts", status: "failed", assertionResults }] };
  expect(vitestFailures(report)).toEqual([
    { name: "sells the last seat once", said: "expected 1\nto be 2", at: { file: "a.test.ts" } },
  ]);
});

test("a file that does not load is named itself", () => {
  const report = {
    testResults: [{ name: "a.test.ts", status: "failed", message: "no such module", assertionResults: [] }],
  };
  expect(vitestFailures(report)).toEqual([{ name: "a.test.ts", said: "no such module", at: { file: "a.test.ts" } }]);
});

test("a failed journey is named with its browser, however deep it stands", () => {
  const failed = { projectName: "phone", results: [{ status: "timedOut", errors: [{ message: "too late" }] }] };
  const passed = { projectName: "desktop", results: [{ status: "passed", errors: [] }] };
  const inner = { title: "inner", specs: [{ title: "pays", file: "pay.spec.ts", line: 7, tests: [failed, passed] }] };
  const report = { suites: [{ title: "pay.spec.ts", suites: [inner] }], errors: [{ message: "no server" }] };
  expect(playwrightFailures(report)).toEqual([
    { name: "before any test", said: "no server", at: null },
    { name: "[phone] pays", said: "too late", at: { file: "pay.spec.ts", line: 7, project: "phone" } },
  ]);
});

test("a long message keeps its beginning, indented under the test's name", () => {
  const message = Array.from({ length: 40 }, (_, n) => `line ${n}`).join("\n");
  const [failure] = playwrightFailures({ errors: [{ message }] });
  expect(failure?.said.split("\n")).toHaveLength(12);
  expect(formatFailures([{ name: "pays", said: "one\ntwo" }])).toBe("✗ pays\n    one\n    two");
});
