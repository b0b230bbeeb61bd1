import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohorts } from "#db/schema/index.ts";
import { ACTIONS, type ActionRow } from "#tests/support/route-table/actions.ts";
import { fieldReader, formSender } from "#tests/support/route-table/send-form.ts";
import { openFixtureSchool, type Fixtures } from "#tests/support/route-table/fixtures.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

const NAME = "app/admin/courses/[id]/cohorts/actions.ts#createCohortAction";

let things: Fixtures;
let servers: TestServers;
let send: ReturnType<typeof formSender>;
beforeAll(async () => {
  things = await openFixtureSchool();
  servers = await startServers(1, things.school.database.url, {
    MATRICULA_DATA_DIR: things.dataDir,
    MATRICULA_PAYMENT_PROVIDERS: "stripe",
    STRIPE_SECRET_KEY: "sk_test_matricula",
    STRIPE_WEBHOOK_SECRET: "whsec_matricula",
  });
  send = formSender(things, servers);
});
afterAll(async () => {
  await servers?.stop();
  await things?.close();
});

test("a price that nobody can pay is said along with whatever else is wrong with a new cohort", async () => {
  const row = ACTIONS[NAME] as ActionRow;
  const fields = { ...row.fields(things), name: "", price: "0.30", currency: "CHF" };
  expect(await fieldReader(things, servers)(NAME, row, "owner", fields)).toEqual(["name", "price", "warned"]);
});

test("the form of a new cohort warns once of a price that nobody can pay, and makes it when it is sent again", async () => {
  const row = ACTIONS[NAME] as ActionRow;
  const made = () => things.school.database.read.$count(cohorts, eq(cohorts.name, "Cheap"));
  const press = (fields: Record<string, string>) =>
    send(NAME, row, "owner", { ...row.fields(things), name: "Cheap", price: "0.30", currency: "CHF", ...fields });
  expect(await press({ warned: "" })).toBe("invalid_input");
  // Another price was not warned of.
  expect(await press({ warned: "20 CHF" })).toBe("invalid_input");
  expect(await made()).toBe(0);
  expect(await press({ warned: "30 CHF" })).toMatch(/^to \/admin\/courses\//);
  expect(await press({ price: "480" })).toMatch(/^to \/admin\/courses\//);
  expect(await made()).toBe(2);
});
