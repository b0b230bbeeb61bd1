import pg from "pg";
import { expect, test } from "vitest";
import { createDatabase, startPostgres } from "./postgres-server.ts";

test("the server for tests answers on its own port and is gone after it was stopped", {
  timeout: 600_000,
}, async () => {
  const server = await startPostgres();
  const url = await createDatabase(server.url, "a_school");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query("SELECT current_database() AS name, upper('é') AS upper");
  await client.end();
  await server.stop();
  expect(rows).toEqual([{ name: "a_school", upper: "É" }]);
  await expect(new pg.Client({ connectionString: url }).connect()).rejects.toThrow("ECONNREFUSED");
});
