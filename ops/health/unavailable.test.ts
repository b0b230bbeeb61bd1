import { DrizzleQueryError } from "drizzle-orm";
import { expect, test } from "vitest";
import { Overloaded } from "#db/errors.ts";
import { toUnavailable } from "./unavailable.ts";

test("a read that found no connection, or no server, is refused until later; every other error is none of that", () => {
  const wrapped = (cause: Error) => new DrizzleQueryError("select 1", [], cause);
  const busy = toUnavailable(wrapped(new Overloaded("the database has no connection left")));
  expect([busy?.code, busy?.status, busy?.detail.retryAfterSeconds]).toEqual(["overloaded", 503, 2]);
  const away = toUnavailable(wrapped(Object.assign(new Error("connect"), { code: "ECONNREFUSED" })));
  expect([away?.code, away?.status, away?.detail.retryAfterSeconds]).toEqual(["storage", 503, 15]);
  expect(toUnavailable(wrapped(Object.assign(new Error("no such table"), { code: "42P01" })))).toBeUndefined();
});
