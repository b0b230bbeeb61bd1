import { inspect } from "node:util";
import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { createLogger } from "#providers/log.ts";
import { users } from "./schema/index.ts";
import { openTestDatabase } from "./testing.ts";

const database = await openTestDatabase();
afterAll(() => database.drop());

const VALUE = "someone-typed-this";

/** All that a console and the log show of an error. */
function shownOf(error: unknown): string {
  let line = "";
  createLogger("info", { write: (text) => void (line += text) }).error({ err: error }, "failed");
  return `${String(error)} ${inspect(error, { depth: 20 })} ${line} ${JSON.stringify(error)}`;
}

const person = (id: string) => ({
  ...{ id, email: `${VALUE}@example.org`, name: VALUE, passwordHash: VALUE, createdAt: new Date() },
});

test("what a failed statement was given stands in no message and no log, but the statement does", async () => {
  const failing: (() => Promise<unknown>)[] = [
    () => database.write((tx) => tx.insert(users).values([person("usr_one"), person("usr_two")])),
    () =>
      database.write((tx) =>
        tx
          .insert(users)
          .values([person("usr_1"), person("usr_2")])
          .returning(),
      ),
    async () => database.read.select({ one: sql`1` }).from(sql`nowhere`).where(sql`name = ${VALUE}`),
  ];
  for (const fail of failing) {
    const shown = shownOf(await fail().catch((error: unknown) => error));
    expect(shown).toMatch(/insert into "users"|from nowhere/);
    expect(shown).not.toContain(VALUE);
  }
});
