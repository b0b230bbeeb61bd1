import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whoAsks } from "#tests/support/any-engine.ts";
import { isLong } from "#tests/support/long-run.ts";
import { isQuick, ownWay } from "#tests/support/quick-run.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";
import type { PageRow } from "./page-row.ts";
import { ANSWERS, PAGES } from "./pages.ts";
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

async function get(path: string, who: Who, redirect: RequestRedirect = "manual"): Promise<string> {
  const cookie = who === "visitor" ? undefined : things.people[who].cookie;
  const answer = await fetch(`${servers.all[0]?.url}${path}`, {
    redirect,
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
  const addresses = Object.keys(table);
  test.each(Object.entries(table))("%s", async (address, row) => {
    const wanted: Record<string, string> = {};
    const got: Record<string, string> = {};
    const place = addresses.indexOf(address);
    for (const who of whoAsks(WHO, row.may, place)) {
      wanted[`${who}: the student's`] = expected(row, who, "own");
      got[`${who}: the student's`] = await get(row.at(things), who);
    }
    // What is not there is so for everybody: a short run asks for it on SQLite as on PostgreSQL.
    for (const who of row.missing === undefined ? [] : whoAsks(WHO, row.may, place, isLong)) {
      wanted[`${who}: none`] = expected(row, who, "missing");
      got[`${who}: none`] = await get(row.missing ?? "", who);
    }
    expect(got).toEqual(wanted);
  });
});

describe("an address that holds a character which no text can hold", () => {
  const strange = "%00";
  const query = [
    "q",
    "next",
    "email",
    "to",
    "about",
    "before",
    "said",
    "page",
    "sort",
    "state",
    "from",
    "subject",
    "kind",
  ]
    .map((name) => `${name}=${strange}`)
    .join("&");
  const addresses = Object.values({ ...PAGES, ...ANSWERS }).flatMap((row) =>
    row.missing === undefined
      ? []
      : [{ path: row.missing.replace(/[a-z]{3}_none|[^/]*none[^/.]*/g, strange), may: row.may }],
  );

  /** A quick run asks one address in three. */
  const isAsked = (path: string) => !isQuick || ownWay(path, [true, false, false]) === true;

  test("is no page's undoing", async () => {
    const broken: string[] = [];
    const people = ["visitor", "student", "owner"] as const;
    /** A long run asks as each of them, a short one as who may and, of the others, the next one for the next address. */
    const ask = async (path: string, may: readonly Who[], row: number) => {
      for (const who of isLong
        ? people
        : whoAsks(
            people,
            people.filter((each) => may.includes(each)),
            row,
            false,
          )) {
        const status = await get(path, who, "follow");
        if (status.startsWith("5")) broken.push(`${who} ${path}: ${status}`);
      }
    };
    for (const [at, { path, may }] of addresses.entries()) if (isAsked(path)) await ask(path, may, at);
    for (const [at, [address, row]] of Object.entries(PAGES).entries())
      if (isAsked(address)) await ask(`${row.at(things).split("?")[0]}?${query}`, row.may, at);
    expect(broken).toEqual([]);
  });
});
