import { z } from "zod";
import type { Operation } from "#app/_http/operation.ts";
import { STORED_MS } from "#domain/api/idempotent-requests.ts";
import { HOUR_MS } from "#domain/kernel/clock.ts";
import { REFUSALS, getRefusalMessage, type RefusalCode } from "#domain/kernel/refusal.ts";
import { SOURCE_LANGUAGE } from "#messages/catalogue.ts";
import { translatorFor } from "#messages/translator.ts";
import { getScope } from "#domain/policy.ts";
import { OPERATIONS } from "./operations.ts";

type Json = Record<string, unknown>;

const TITLE = "Matricula";
const ABOUT = `Everything that the pages do, for scripts. A token comes from the account page or from \`npm run token\`, acts
as the person it belongs to, and may do what its scopes say.`;

/** What any operation may answer beside its own. */
const ALWAYS: readonly RefusalCode[] = ["not_signed_in", "token_refused", "scope_missing", "rate_limited"];
const WITH_ID: readonly RefusalCode[] = ["not_found"];
const WITH_BODY: readonly RefusalCode[] = [
  "body_not_json",
  "content_type_refused",
  "body_too_large",
  "invalid_input",
  "overloaded",
  "storage",
];
const WITH_KEY: readonly RefusalCode[] = ["idempotency_key_missing", "idempotency_mismatch", "request_in_flight"];

/** The codes that an operation can answer with. */
export function refusalsOf(operation: Operation): RefusalCode[] {
  const { method, path, query, refusals = [] } = operation;
  const codes = [
    ...ALWAYS,
    ...(path.includes("{id}") || method === "POST" ? WITH_ID : []),
    ...(query ? (["invalid_input"] as const) : []),
    ...(method === "GET" ? [] : WITH_BODY),
    ...(method === "POST" ? WITH_KEY : []),
    ...refusals,
  ];
  return [...new Set(codes)];
}

/** The API as OpenAPI 3.1 says it, made from the schemas that check what comes in and shape what goes out. */
export const openapi = (): Json => (document ??= describeApi());

/** Made once: turning every schema into JSON takes as long as a hundred pages. */
let document: Json | undefined;

function describeApi(): Json {
  const components = new Map<string, Json>([["Problem", PROBLEM]]);
  const paths: Record<string, Json> = {};
  for (const operation of OPERATIONS) {
    const path = (paths[operation.path] ??= {});
    path[operation.method.toLowerCase()] = described(operation, components);
  }
  return {
    openapi: "3.1.0",
    info: { title: TITLE, version: "1", description: ABOUT.replaceAll("\n", " ") },
    servers: [{ url: "/api/v1" }],
    security: [{ token: [] }],
    tags: [...new Set(OPERATIONS.map(({ subject }) => subject))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", description: "An API token, `mtr_…`." } },
      schemas: Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

function described(operation: Operation, components: Map<string, Json>): Json {
  const { id, subject, summary, detail, needs, query, body, status, answer } = operation;
  const parameters = parametersOf(operation, query && schemaOf(query, components));
  return {
    operationId: id,
    tags: [subject],
    summary,
    description: [detail, `Needs the scope \`${getScope(needs)}\`.`].filter(Boolean).join(" "),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: jsonContent(schemaOf(body, components)) } } : {}),
    responses: {
      [status]: { description: "Done.", content: jsonContent(schemaOf(answer, components)) },
      ...problemsOf(operation),
    },
  };
}

function parametersOf({ path, method }: Operation, query: Json | undefined): Json[] {
  const parameters: Json[] = [];
  if (path.includes("{id}")) {
    parameters.push({ name: "id", in: "path", required: true, schema: { type: "string", maxLength: 120 } });
  }
  if (method === "POST") {
    parameters.push({
      name: "Idempotency-Key",
      in: "header",
      required: true,
      description: `Makes a repeated request the same request: for ${STORED_MS / HOUR_MS} hours it gets the answer that the first one got, with \`Idempotency-Replayed: true\`.`,
      schema: { type: "string", minLength: 1, maxLength: 255 },
    });
  }
  const required = (query?.required as string[] | undefined) ?? [];
  for (const [name, schema] of Object.entries((query?.properties as Record<string, Json> | undefined) ?? {})) {
    const { description, ...rest } = schema;
    const needed = required.includes(name) && rest.default === undefined;
    parameters.push({ name, in: "query", required: needed, ...(description ? { description } : {}), schema: rest });
  }
  return parameters;
}

function problemsOf(operation: Operation): Record<string, Json> {
  const byStatus = new Map<number, RefusalCode[]>();
  for (const code of refusalsOf(operation)) {
    const { status } = REFUSALS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, codes]) => [
        String(status),
        {
          description: codes
            .map((code) => `\`${code}\`: ${translatorFor(SOURCE_LANGUAGE).format(getRefusalMessage(code))}`)
            .join("\n"),
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      ]),
  );
}

const jsonContent = (schema: Json) => ({ "application/json": { schema } });

const PROBLEM: Json = {
  type: "object",
  description: "Why something was refused (RFC 9457).",
  properties: {
    type: { type: "string", description: "Where the code is explained." },
    title: {
      type: "string",
      description: "The code in words: the same for each code, in the language of Content-Language.",
    },
    status: { type: "integer" },
    detail: { type: "string", description: "What there is to say about this one." },
    code: { type: "string", enum: [...Object.keys(REFUSALS), "broken"] },
    requestId: { type: "string", description: "Quote it when you ask the school." },
    fields: {
      type: "object",
      additionalProperties: { type: "string" },
      description: "What is wrong with which field, by its path.",
    },
  },
  required: ["type", "title", "status", "code", "requestId"],
};

/** A zod schema as JSON Schema says it. Named parts of it become components, once each. */
function schemaOf(schema: z.ZodType, components: Map<string, Json>): Json {
  const made = z.toJSONSchema(schema, {
    target: "draft-2020-12",
    io: "input",
    reused: "inline",
    override: plainly,
  }) as Json;
  const { $schema: _, $defs, ...rest } = made;
  const own = rest.id as string | undefined;
  for (const [name, part] of Object.entries(($defs as Record<string, Json> | undefined) ?? {})) {
    components.set(name, withRefs(withoutId(part)) as Json);
  }
  if (own === undefined) return withRefs(rest) as Json;
  components.set(own, withRefs(withoutId(rest)) as Json);
  return { $ref: `#/components/schemas/${own}` };
}

/** Leaves out what says nothing to a reader: the pattern behind a named format, and the bounds of every whole number. */
function plainly({ jsonSchema }: { jsonSchema: Json }) {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

function withoutId({ id: _, ...schema }: Json): Json {
  return schema;
}

function withRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withRefs);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === "$ref" && typeof each === "string" ? each.replace("#/$defs/", "#/components/schemas/") : withRefs(each),
    ]),
  );
}
