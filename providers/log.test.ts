import { expect, test } from "vitest";
import { createLogger, requestLog } from "./log.ts";

function logged(fields: object): string {
  let written = "";
  createLogger("info", { write: (line) => (written += line) }).info(fields, "something happened");
  return written;
}

test.each([
  ["a header", { headers: { authorization: "hunter2" } }],
  ["a header of a request", { request: { headers: { cookie: "hunter2" } } }],
  ["a header with a dash", { headers: { "set-cookie": "hunter2" } }],
  ["a signature", { "stripe-signature": "hunter2" }],
  ["a password", { password: "hunter2" }],
  ["a field of a form", { input: { password: "hunter2" } }],
  ["a token", { session: { token: "hunter2" } }],
  ["a setting", { env: { MATRICULA_SECRET: "hunter2" } }],
])("%s never reaches the log", (_, fields) => {
  const line = logged(fields);
  expect(line).toContain("[redacted]");
  expect(line).not.toContain("hunter2");
});

test("an error keeps its code and message, by which it is found again", () => {
  const line = logged({ err: Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" }) });
  expect(JSON.parse(line)).toMatchObject({
    level: "info",
    err: { code: "SQLITE_BUSY", message: "database is locked" },
  });
});

test("every line of a request carries its id", () => {
  expect(requestLog("req_1").bindings()).toMatchObject({ requestId: "req_1" });
});
