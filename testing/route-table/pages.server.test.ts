import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServers, type TestServers } from "#testing/servers.ts";
import { ANSWERS, PAGES, type PageRow } from "./pages.ts";
import { openSchoolOfThings, type Things } from "./things.ts";
import { WHO, type Who } from "./who.ts";

let things: Things;
let servers: TestServers;

beforeAll(async () => {
  things = await openSchoolOfThings();
  servers = await startServers(1, things.school.database.url, {
    MATRICULA_DATA_DIR: things.dataDir,
    MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank",
  });
});

afterAll(async () => {
  await servers?.stop();
  await things?.close();
});

async function get(path: string, who: Who): Promise<string> {
  const cookie = who === "visitor" ? undefined : things.people[who].cookie;
  const answer = await fetch(`${servers.all[0]?.url}${path}`, {
    redirect: "manual",
    headers: cookie ? { cookie } : {},
  });
  await answer.arrayBuffer();
  const to = answer.headers.get("location");
  const signIn = to !== null && new URL(to, "http://localhost").pathname === "/sign-in";
  return signIn ? "sign-in" : String(answer.status);
}

/** What each gets, as the table says it. */
function expected(row: PageRow, who: Who, thing: "own" | "missing"): string {
  if (row.postOnly) return "405";
  if (!row.may.includes(who)) {
    if (row.otherwise) return row.otherwise;
    return who === "visitor" && row.visitor !== "nothing" ? "sign-in" : "404";
  }
  return thing === "missing" ? "404" : String(row.status ?? 200);
}

describe.each([
  ["page", PAGES],
  ["route", ANSWERS],
])("every %s, as everybody who may come", (_, table) => {
  test.each(Object.entries(table))("%s", async (_address, row) => {
    const wanted: Record<string, string> = {};
    const got: Record<string, string> = {};
    for (const who of WHO) {
      wanted[`${who}: the student's`] = expected(row, who, "own");
      got[`${who}: the student's`] = await get(row.at(things), who);
      if (row.missing === undefined) continue;
      wanted[`${who}: none`] = expected(row, who, "missing");
      got[`${who}: none`] = await get(row.missing, who);
    }
    expect(got).toEqual(wanted);
  });
});
