import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openapi, refusalsOf } from "./openapi.ts";
import { OPERATIONS } from "./table.ts";

const ROOT = path.resolve("app/api/v1");
/** The document itself, and what answers for everything that is not there. */
const NOT_OPERATIONS = new Set(["/openapi.json", "/[...path]"]);

const routes = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "route.ts")
  .map((file) => `/${path.dirname(file)}`)
  .filter((route) => !NOT_OPERATIONS.has(route));

/** What a route file serves, and the operation that it says it is. */
function servedBy(route: string): string[] {
  const source = readFileSync(path.join(ROOT, route, "route.ts"), "utf8");
  const served = [...source.matchAll(/export const (\w+) = json(?:Read|Write)\(\s*spec\.(\w+)/g)];
  return served.map(([, method, id]) => `${method} ${route.replace("[id]", "{id}")} is ${id}`);
}

test("every route file serves just what the table says, and the table names no route that is not there", () => {
  const described = OPERATIONS.map(({ id, method, path: at }) => `${method} ${at} is ${id}`);
  expect(routes.flatMap(servedBy).sort()).toEqual(described.sort());
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
