import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Operation } from "#app/_http/operation.ts";
import { SCOPES } from "#domain/accounts/list-scopes.ts";
import { storeResponse } from "#domain/api/idempotent-requests.ts";
import { addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import { createId, createSecret } from "#domain/kernel/ids.ts";
import { REFUSALS, getRefusalMessage } from "#domain/kernel/refusal.ts";
import { sourceText } from "#messages/message.ts";
import { getScope } from "#domain/policy.ts";
import { type Answered, type Asked, ask, makeToken } from "#tests/support/api.ts";
import { OPERATION_ROWS } from "#tests/support/route-table/operations.ts";
import { openFixtureSchool, type Fixtures } from "#tests/support/route-table/fixtures.ts";
import { OPERATIONS } from "./operations.ts";

/** Everything that can be wrong with a request before its verb is asked, tried on every operation of the table. */

let things: Fixtures;

beforeAll(async () => {
  things = await openFixtureSchool();
});

afterAll(() => things?.close());

const named = (operations: readonly Operation[]) =>
  operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const);

const all = named(OPERATIONS);
const writes = named(OPERATIONS.filter(({ method }) => method !== "GET"));
const posts = named(OPERATIONS.filter(({ method }) => method === "POST"));
const withQuery = named(OPERATIONS.filter(({ query }) => query !== undefined));
const withId = named(OPERATIONS.filter(({ path }) => path.includes("{id}")));

function rowOf({ id }: Operation) {
  const row = OPERATION_ROWS[id];
  if (!row) throw new Error(`${id} has no row in tests/support/route-table/operations.ts`);
  return row;
}

/** Somebody who may do it, with a token for this request alone, so that nobody asks too often. */
async function tokenFor(operation: Operation, scopes?: readonly string[], expiresAt?: Date): Promise<string> {
  const { may } = rowOf(operation);
  return makeToken(things.school, things.people[may.includes("owner") ? "owner" : "student"], scopes, expiresAt);
}

/** Sends what is right in everything but what the test says. */
async function send(operation: Operation, wrong: Asked & { query?: string; id?: string }): Promise<Answered> {
  const { method, path } = operation;
  const row = rowOf(operation);
  const { query = "", id = encodeURIComponent(row.id?.(things) ?? ""), ...asked } = wrong;
  return ask(`${path.replace("{id}", id)}${query}`, { method, body: row.body?.(things) ?? {}, ...asked });
}

function expectProblem({ status, headers, body }: Answered, code: keyof typeof REFUSALS) {
  expect(body).toMatchObject({ code, status, title: sourceText(getRefusalMessage(code)) });
  expect([status, headers.get("content-type")]).toEqual([REFUSALS[code].status, "application/problem+json"]);
  expect(headers.get("x-request-id")).toBe(body.requestId);
  expect(headers.get("cache-control")).toBe("private, no-store");
}

describe("a token", () => {
  test.each(all)("is needed for %s, and must be live and may do it", async (_, operation) => {
    expectProblem(await send(operation, {}), "not_signed_in");
    expectProblem(await send(operation, { token: createSecret() }), "token_refused");
    const ended = await tokenFor(operation, SCOPES, addMs(things.school.clock(), -MINUTE_MS));
    expectProblem(await send(operation, { token: ended }), "token_refused");
    const others = SCOPES.filter((scope) => scope !== getScope(operation.needs));
    expectProblem(await send(operation, { token: await tokenFor(operation, others) }), "scope_missing");
  });
});

describe("a body", () => {
  test.each(writes)(
    "of %s is refused when it is broken, of another kind, too large or says too much",
    async (_, operation) => {
      const token = await tokenFor(operation);
      expectProblem(await send(operation, { token, body: '{"half":' }), "body_not_json");
      const xml = { "content-type": "application/xml" };
      expectProblem(await send(operation, { token, headers: xml }), "content_type_refused");
      const form = { "content-type": "application/x-www-form-urlencoded" };
      expectProblem(await send(operation, { token, body: "why=because", headers: form }), "content_type_refused");
      const large = JSON.stringify({ why: "x".repeat(operation.bodyBytesMax ?? 300 * 1024) });
      expectProblem(await send(operation, { token, body: large }), "body_too_large");
      expectProblem(await send(operation, { token, body: '{"why":"a\\u0000b"}' }), "invalid_input");
      expectProblem(await send(operation, { token, body: "[]" }), "invalid_input");
      const right = rowOf(operation).body?.(things) ?? {};
      const more = await send(operation, { token, body: { ...(right as object), nobodyAskedForThis: 1 } });
      expectProblem(more, "invalid_input");
      expect(more.body.fields).toEqual({ nobodyAskedForThis: "There is no such field here." });
    },
  );

  test("may be called JSON in any way that HTTP knows, or be called nothing", async () => {
    const title = { title: "Named in many ways" };
    const token = await makeToken(things.school, things.people.owner);
    for (const type of ["application/json; charset=utf-8", "Application/JSON", "application/merge-patch+json"]) {
      const sent = { method: "POST", token, body: title, headers: { "content-type": type } } as const;
      expect((await ask("/courses", sent)).status, type).toBe(201);
    }
  });
});

describe("an Idempotency-Key", () => {
  test.each(posts)("of %s must be there, fit, and stand for one request", async (_, operation) => {
    const token = await tokenFor(operation);
    expectProblem(await send(operation, { token, key: null }), "idempotency_key_missing");
    expectProblem(await send(operation, { token, key: "" }), "idempotency_key_missing");
    expectProblem(await send(operation, { token, key: "k".repeat(256) }), "idempotency_key_missing");

    const { may } = rowOf(operation);
    const { id: actorId } = things.people[may.includes("owner") ? "owner" : "student"];
    const key = createSecret();
    await things.school.asSystem((ctx) =>
      storeResponse(
        ctx,
        { actorId, route: operation.id, key, bodyHash: "of another body", needs: operation.needs },
        { finished: true, status: 201, body: "{}" },
      ),
    );
    expectProblem(await send(operation, { token, key }), "idempotency_mismatch");
  });
});

describe("a query", () => {
  test.each(withQuery)("of %s is refused beside what is wrong with it", async (_, operation) => {
    const token = await tokenFor(operation);
    const wrong: [query: string, field: string][] = [
      ["?limit=0", "limit"],
      ["?limit=101", "limit"],
      ["?limit=many", "limit"],
      ["?nobodyAskedForThis=1", "nobodyAskedForThis"],
    ];
    const paged = operation.id !== "listMessages";
    const ofAnotherList = Buffer.from(`1.${createId("discrepancy")}`).toString("base64url");
    for (const cursor of paged ? ["bm9uc2Vuc2U", "x".repeat(121), ofAnotherList] : []) {
      wrong.push([`?cursor=${cursor}`, "cursor"]);
    }
    for (const [query, field] of wrong) {
      const answer = await send(operation, { token, query });
      expectProblem(answer, "invalid_input");
      expect(Object.keys(answer.body.fields), query).toEqual([field]);
    }
    expectProblem(await send(operation, { token, query: "?limit=1%00" }), "invalid_input");
  });
});

describe("an id", () => {
  test.each(withId)("of %s that no row could have is not found", async (_, operation) => {
    const token = await tokenFor(operation);
    for (const id of ["%00", "x".repeat(500), "%F0%9F%AB%96", "..", "'--"]) {
      expectProblem(await send(operation, { token, id }), "not_found");
    }
  });
});
