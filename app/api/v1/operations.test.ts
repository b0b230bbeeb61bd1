import { globSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { API_ACTIONS } from "#domain/accounts/api-actions.ts";
import { openapi, refusalsOf } from "./openapi.ts";
import { OPERATIONS } from "./operations.ts";

/** `list-courses` for `listCourses`. */
const fileOf = (id: string) => id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

test("the table has every operation of the folder, each under the name of its file", async () => {
  const files = globSync("app/api/v1/_operations/*.ts");
  expect(files.map((file) => path.basename(file, ".ts")).sort()).toEqual(OPERATIONS.map(({ id }) => fileOf(id)).sort());
  for (const operation of OPERATIONS) {
    const file = path.resolve("app/api/v1/_operations", `${fileOf(operation.id)}.ts`);
    expect((await import(/* @vite-ignore */ file)).default, operation.id).toBe(operation);
  }
});

test("a token is offered for what an operation asks the policy for, for files and for monitoring, and for nothing else", () => {
  const needed = new Set<string>([...OPERATIONS.map(({ needs }) => needs), "file.upload", "system.read"]);
  expect([...API_ACTIONS].sort()).toEqual([...needed].sort());
});

test("no two operations have one method and path", () => {
  const asked = OPERATIONS.map(({ method, path: at }) => `${method} ${at}`);
  expect(asked).toEqual([...new Set(asked)]);
});

test("no two operations have one name", () => {
  const names = OPERATIONS.map(({ id }) => id);
  expect(names).toEqual([...new Set(names)]);
});

test("the document refers to nothing that it does not hold", () => {
  const text = JSON.stringify(openapi());
  const { schemas } = (openapi() as { components: { schemas: Record<string, unknown> } }).components;
  const referred = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? "");
  expect(referred.length).toBeGreaterThan(OPERATIONS.length);
  expect(referred.filter((name) => !(name in schemas))).toEqual([]);
  expect(text).not.toContain("$defs");
});

test("every POST needs an Idempotency-Key and says what it does without one", () => {
  const { paths } = openapi() as { paths: Record<string, Record<string, { parameters?: { name: string }[] }>> };
  const posts = OPERATIONS.filter(({ method }) => method === "POST");
  for (const operation of posts) {
    const { parameters = [] } = paths[operation.path]?.post ?? {};
    expect(parameters.map(({ name }) => name)).toContain("Idempotency-Key");
    expect(refusalsOf(operation)).toEqual(expect.arrayContaining(["idempotency_key_missing", "request_in_flight"]));
  }
});
