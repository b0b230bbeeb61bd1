import { afterAll, beforeAll, expect, test } from "vitest";
import { OPERATIONS } from "#app/api/v1/operations.ts";
import type { Operation } from "#app/_http/operation.ts";
import { createSecret } from "#domain/kernel/ids.ts";
import { whoAsks } from "#tests/support/any-engine.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";
import type { OperationRow } from "./operation-row.ts";
import { OPERATION_ROWS } from "./operations.ts";
import { openFixtureSchool, type Fixtures } from "./fixtures.ts";
import { WHO, type Who } from "./who.ts";

let things: Fixtures;
let servers: TestServers;

beforeAll(async () => {
  things = await openFixtureSchool();
  servers = await startServers(1, things.school.database.url, {
    MATRICULA_DATA_DIR: things.dataDir,
    MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank",
  });
});

afterAll(async () => {
  await servers?.stop();
  await things?.close();
});

/** Asks, and says what the answer was, without what is different each time. */
async function ask(operation: Operation, row: OperationRow, who: Who, id = "") {
  const { method, path } = operation;
  const sent = new Headers({ "content-type": "application/json" });
  if (who !== "visitor") sent.set("authorization", `Bearer ${things.people[who].token}`);
  if (method === "POST") sent.set("idempotency-key", createSecret());
  const answer = await fetch(`${servers.all[0]?.url}/api/v1${path.replace("{id}", id)}`, {
    method,
    headers: sent,
    ...(method === "GET" ? {} : { body: JSON.stringify(row.body?.(things) ?? {}) }),
  });
  const body = (await answer.json()) as { code?: string };
  return answer.ok ? `${answer.status} ok` : `${answer.status} ${body.code}`;
}

const REFUSED = ["403 forbidden", "404 not_found"];

const rows = OPERATIONS.map((operation) => [`${operation.method} ${operation.path}`, operation] as const);

test.each(rows)("%s, as everybody who may come", async (_, operation) => {
  const row = OPERATION_ROWS[operation.id];
  if (!row) throw new Error(`${operation.id} has no row in tests/support/route-table/operations.ts`);
  const own = row.id?.(things);
  for (const who of whoAsks(WHO, row.may, OPERATIONS.indexOf(operation))) {
    if (who === "visitor") {
      expect(await ask(operation, row, who, own), who).toBe("401 not_signed_in");
      continue;
    }
    const missing = own === undefined ? undefined : await ask(operation, row, who, row.missing);
    if (!row.may.includes(who)) {
      const refused = await ask(operation, row, who, own);
      expect(REFUSED, `${who} asks about the student's`).toContain(refused);
      // What is somebody else's looks like what is not there.
      if (missing !== undefined) expect(missing, `${who} asks about none`).toBe(refused);
      continue;
    }
    if (missing !== undefined) expect(missing, `${who} asks about none`).toBe("404 not_found");
    // What changes something is done once each in every-operation.db.test.ts; here it would spoil the next one's turn.
    if (operation.method === "GET") expect(await ask(operation, row, who, own), who).toBe("200 ok");
  }
});
