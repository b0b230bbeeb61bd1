import { expect, test } from "vitest";
import { openapi } from "./openapi.ts";
import { OPERATIONS } from "./operations.ts";

/** Holds the document against what OpenAPI 3.1 and JSON Schema 2020-12 ask of one, as far as ours uses them. */

type Json = Record<string, unknown>;
const object = (value: unknown): Json => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`not an object: ${value}`);
  return value as Json;
};

const document = openapi();
const operations = Object.entries(object(document.paths)).flatMap(([path, item]) =>
  Object.entries(object(item)).map(([method, operation]) => ({ path, method, operation: object(operation) })),
);

const TYPES = new Set(["string", "number", "integer", "boolean", "object", "array", "null"]);
/** Keywords whose value is itself a schema, a list of schemas, or schemas by name. */
const ONE = new Set(["items", "additionalProperties", "propertyNames", "not"]);
const SEVERAL = new Set(["anyOf", "oneOf", "allOf", "prefixItems"]);
const NAMED = new Set(["properties"]);
const PLAIN = new Set([
  ...["$ref", "type", "required", "enum", "const", "default", "description", "examples", "format", "pattern"],
  ...["minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  ...["minItems", "maxItems", "contentEncoding"],
]);

/** What is wrong with a schema and those inside it, each with where it stands. */
function faults(schema: unknown, at: string): string[] {
  if (typeof schema === "boolean") return [];
  const said = object(schema);
  const types = [said.type ?? []].flat() as string[];
  const found = types.filter((type) => !TYPES.has(type)).map((type) => `${at}: there is no type ${type}`);
  const properties = object(said.properties ?? {});
  for (const name of (said.required ?? []) as string[]) {
    if (!(name in properties)) found.push(`${at}: needs ${name}, which it does not have`);
  }
  for (const [word, value] of Object.entries(said)) {
    const here = `${at}/${word}`;
    if (ONE.has(word)) found.push(...faults(value, here));
    else if (SEVERAL.has(word)) found.push(...(value as unknown[]).flatMap((each, n) => faults(each, `${here}/${n}`)));
    else if (NAMED.has(word)) {
      found.push(...Object.entries(object(value)).flatMap(([name, each]) => faults(each, `${here}/${name}`)));
    } else if (!PLAIN.has(word)) found.push(`${at}: ${word} is no keyword of JSON Schema`);
  }
  return found;
}

test("the document is of OpenAPI 3.1 and names what a reader needs to call it", () => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  expect(object(document.info)).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  const known = Object.keys(object(object(document.components).securitySchemes));
  const asked = (document.security as Json[]).flatMap(Object.keys);
  expect(asked.filter((name) => !known.includes(name))).toEqual([]);
  const tags = (document.tags as { name: string }[]).map(({ name }) => name);
  expect(
    operations.flatMap(({ operation }) => operation.tags as string[]).filter((tag) => !tags.includes(tag)),
  ).toEqual([]);
  expect(operations).toHaveLength(OPERATIONS.length);
});

test("every operation has its own name, the parameters of its path, and an answer to each status", () => {
  const names = operations.map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
  for (const { path, method, operation } of operations) {
    const parameters = (operation.parameters ?? []) as {
      name: string;
      in: string;
      required?: boolean;
      schema: unknown;
    }[];
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = parameters.filter((each) => each.in === "path");
    expect(
      declared.map(({ name }) => name),
      path,
    ).toEqual(inPath);
    expect(
      declared.every(({ required }) => required),
      path,
    ).toBe(true);
    const keys = parameters.map((each) => `${each.in} ${each.name}`);
    expect(new Set(keys).size, path).toBe(keys.length);
    expect(method === "get" && "requestBody" in operation, path).toBe(false);
    for (const [status, answer] of Object.entries(object(operation.responses))) {
      expect(status, path).toMatch(/^[1-5]\d\d$/);
      expect(object(answer).description, `${method} ${path} ${status}`).toEqual(expect.any(String));
    }
  }
});

test("every schema says only what JSON Schema knows", () => {
  const components = Object.entries(object(object(document.components).schemas));
  const found = components.flatMap(([name, schema]) => faults(schema, name));
  for (const { path, method, operation } of operations) {
    const at = `${method} ${path}`;
    for (const { name, schema } of (operation.parameters ?? []) as { name: string; schema: unknown }[]) {
      found.push(...faults(schema, `${at} ${name}`));
    }
    const bodies = [operation.requestBody ?? {}, ...Object.values(object(operation.responses))].map(object);
    for (const { content = {} } of bodies) {
      for (const [type, { schema }] of Object.entries(content as Record<string, { schema: unknown }>)) {
        found.push(...faults(schema, `${at} ${type}`));
      }
    }
  }
  expect(found).toEqual([]);
});
