import { expect, test } from "vitest";
import { SCOPES } from "#domain/accounts/list-scopes.ts";
import { SCOPE_THINGS } from "./scope-boxes.tsx";

test("every scope is about something that has a name in the reader's language", () => {
  const things = [...new Set(SCOPES.map((scope) => scope.split(":")[0] ?? ""))];
  expect(things.filter((thing) => !Object.hasOwn(SCOPE_THINGS, thing))).toEqual([]);
  expect(Object.keys(SCOPE_THINGS).filter((thing) => !things.includes(thing))).toEqual([]);
});
