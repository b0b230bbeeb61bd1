import { afterAll, beforeAll, expect, test } from "vitest";
import { openApiSchool, type ApiSchool } from "#tests/support/api.ts";
import { clearReason, setReason } from "#ops/health/state.ts";
import { GET } from "./route.ts";

let school: ApiSchool;

beforeAll(async () => {
  school = await openApiSchool();
});

afterAll(() => school.close());

const ask = (accept?: string) =>
  GET(new Request("http://localhost/health", accept === undefined ? {} : { headers: { accept } }));

test("a school that can read its database is ok, in a word or in JSON", async () => {
  const [word, json] = [await ask("*/*"), await ask("application/json")];
  expect([word.status, await word.text()]).toEqual([200, "ok\n"]);
  expect([json.status, await json.json()]).toEqual([200, { status: "ok" }]);
  for (const { headers } of [word, json]) {
    expect([headers.get("cache-control"), headers.get("set-cookie")]).toEqual(["no-store", null]);
  }
});

test("a school that cannot has failed, and does not tell strangers why", async () => {
  const { database } = school.runtime;
  const read = new Proxy(database.read, {
    get() {
      throw new Error("unable to open database file /srv/school/matricula.db");
    },
  });
  school.runtime.database = { ...database, read };
  try {
    const answer = await ask("application/json");
    expect([answer.status, await answer.text()]).toEqual([503, '{"status":"failed"}']);
  } finally {
    school.runtime.database = database;
  }
});

test("a load balancer leaves a school in service that can still be read, and takes out one that has failed", async () => {
  const words = "The disk /srv is full.";
  for (const [state, status] of [
    ["degraded", 200],
    ["read_only", 200],
    ["failed", 503],
  ] as const) {
    setReason({ code: "test", state, words, mend: "Make room." });
    const answer = await ask();
    expect([answer.status, await answer.text()]).toEqual([status, `${state}\n`]);
  }
  clearReason("test");
  expect((await ask()).status).toBe(200);
});
