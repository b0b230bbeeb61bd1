import { afterAll, beforeAll, expect, test } from "vitest";
import { openApiSchool, type ApiSchool } from "#testing/api.ts";
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

test("a school that cannot is failing, and does not tell strangers why", async () => {
  const { database } = school.runtime;
  const read = new Proxy(database.read, {
    get() {
      throw new Error("unable to open database file /srv/school/matricula.db");
    },
  });
  school.runtime.database = { ...database, read };
  try {
    const answer = await ask("application/json");
    expect([answer.status, await answer.text()]).toEqual([503, '{"status":"failing"}']);
  } finally {
    school.runtime.database = database;
  }
});
