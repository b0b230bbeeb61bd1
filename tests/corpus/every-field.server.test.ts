import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { OPERATIONS } from "#app/api/v1/operations.ts";
import { rateLimits } from "#db/schema/index.ts";
import { createSecret } from "#domain/kernel/ids.ts";
import { ACTIONS } from "#tests/support/route-table/actions.ts";
import { OPERATION_ROWS } from "#tests/support/route-table/operations.ts";
import { formSender } from "#tests/support/route-table/send-form.ts";
import { openFixtureSchool, type Fixtures } from "#tests/support/route-table/fixtures.ts";
import type { Who } from "#tests/support/route-table/who.ts";
import { byTurn } from "#tests/support/left-to-all.ts";
import { isLong } from "#tests/support/long-run.ts";
import { isQuick } from "#tests/support/quick-run.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";
import { ADDRESSES, LONG_NAME, NAMES, NAUGHTY_STRINGS, REFUSED_ADDRESSES } from "./index.ts";

let things: Fixtures;
let servers: TestServers;
let send: ReturnType<typeof formSender>;

beforeAll(async () => {
  things = await openFixtureSchool();
  servers = await startServers(1, things.school.database.url, {
    MATRICULA_DATA_DIR: things.dataDir,
    MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank",
  });
  send = formSender(things, servers);
});
// One person sends more here than one may in a minute.
beforeEach(() => things.school.database.write(async (tx) => void (await tx.delete(rateLimits))));
afterAll(async () => {
  await servers?.stop();
  await things?.close();
});

/** Amounts, numbers, dates and zones as nobody means them. */
const ODD_VALUES = [
  "-1",
  "1e9",
  "0x10",
  "NaN",
  "1.234,5",
  "9".repeat(30),
  "2027-02-30T25:61",
  "0000-00-00",
  "Mars/Olympus",
  "null",
  "[object Object]",
  "%00",
  "\0",
  "\ud800",
  "\r\n",
  "true",
];

/** Every n-th of a list, so that each run of the suite is quick and no kind is left out. */
const some = <T>(list: readonly T[], count: number) =>
  list.filter((_, at) => at % Math.ceil(list.length / count) === 0);

const VALUES: readonly string[] = [
  ...some(NAUGHTY_STRINGS, 14),
  ...some(
    NAMES.map(({ typed }) => typed),
    6,
  ),
  ...some(
    ADDRESSES.flatMap(({ typed }) => typed),
    5,
  ),
  ...some(
    REFUSED_ADDRESSES.map(({ typed }) => typed),
    5,
  ),
  LONG_NAME,
  ...ODD_VALUES,
];

/** A run sends each row a twelfth of the values, a quick one half of that, the next row the next part; a long one sends all of them. */
const PART = isQuick ? 24 : 12;
const valuesFor = (row: number) => (isLong ? VALUES : VALUES.filter((_, at) => (at + row) % PART === 0));

/** What no text field of a program's is, two for each field of a row, one in a quick run, the next for the next field. */
const NO_TEXTS = [1e308, -1, 0.5, null, true, [], {}, [[]]];
const noTextsFor = (field: number) =>
  isLong ? NO_TEXTS : NO_TEXTS.filter((_, at) => (at + field) % (isQuick ? 8 : 4) === 0);

/** The fields of forms that a row need not name because they may be left out. */
const FIELDS = [
  "name",
  "title",
  "summary",
  "description",
  "subject",
  "level",
  "language",
  "place",
  "link",
  "note",
  "about",
  "body",
  "why",
  "url",
  "email",
  "q",
  "price",
  "amount",
  "capacity",
  "accessDays",
  "accessUntil",
  "renewalDays",
  "renewalPrice",
  "renewalsMax",
  "until",
  "startsAt",
  "endsAt",
  "opensAt",
  "closesAt",
  "timezone",
  "currency",
  "seen",
  "once",
  "weeks",
  "days",
];

/** What says which thing a form is about; with a value that is no id it would be about nothing. */
const isReference = (field: string) => /(Id|^code|^secret|^kind|^into|^order|^had|^role:.*)$/.test(field);

/** The actions after which nobody could send anything any more. */
const ENDS_EVERYTHING = /signOut|endSession|endOtherSessions|changePassword|disable|changeRoles|archive|changeSettings/;

/** It has no field, and makes a backup each time. */
const HAS_NO_FIELD = /#backUpAction$/;

describe("whatever somebody types into a form is taken or refused in words", () => {
  const names = Object.keys(ACTIONS);
  const rows = Object.entries(ACTIONS).filter(
    ([name, { may }]) => may.length > 0 && !ENDS_EVERYTHING.test(name) && !HAS_NO_FIELD.test(name),
  );
  for (const [name, row] of rows)
    test(name, byTurn(name, 3), async () => {
      const who = row.may.at(-1) as Who;
      const broken: string[] = [];
      for (const value of valuesFor(names.indexOf(name))) {
        const right = row.fields(things);
        const typed = Object.fromEntries(FIELDS.map((field) => [field, value]));
        const references = Object.fromEntries(Object.entries(right).filter(([field]) => isReference(field)));
        const outcome = await send(name, row, who, { ...right, ...typed, ...references });
        if (/^(500|broken|overloaded|storage)$/.test(outcome))
          broken.push(`${JSON.stringify(value.slice(0, 60))}: ${outcome}`);
      }
      expect(broken).toEqual([]);
    });
});

describe("whatever a program sends to the API is taken or refused in words", () => {
  const writing = OPERATIONS.filter(({ method, id }) => method !== "GET" && !/disable|archive/i.test(id));
  for (const operation of writing)
    test(`${operation.method} ${operation.path}`, byTurn(operation.id, 3), async () => {
      const row = OPERATION_ROWS[operation.id];
      // What nobody here may do is refused in words as well.
      const who = row && (row.may.at(-1) ?? "student");
      if (!row || !who || who === "visitor") throw new Error(`${operation.id} has no row`);
      const right = (row.body?.(things) ?? {}) as Record<string, unknown>;
      const broken: string[] = [];
      const at = OPERATIONS.indexOf(operation);
      const fields = Object.keys(right).length > 0 ? Object.keys(right) : ["why"];
      for (const [place, field] of fields.entries()) {
        for (const value of [...valuesFor(at), ...noTextsFor(at + place)]) {
          const answer = await fetch(
            `${servers.all[0]?.url}/api/v1${operation.path.replace("{id}", row.id?.(things) ?? "")}`,
            {
              method: operation.method,
              headers: {
                ...{ "content-type": "application/json", authorization: `Bearer ${things.people[who].token}` },
                ...(operation.method === "POST" ? { "idempotency-key": createSecret() } : {}),
              },
              body: JSON.stringify({ ...right, [field]: value }),
            },
          );
          if (answer.status >= 500) broken.push(`${field} ${JSON.stringify(value).slice(0, 60)}: ${answer.status}`);
          await answer.arrayBuffer();
        }
      }
      expect(broken).toEqual([]);
    });
});

describe("whatever stands in an address is searched for, or left out", () => {
  const lists = OPERATIONS.filter(({ method, path }) => method === "GET" && !path.includes("{id}"));
  for (const operation of lists)
    test(operation.path, byTurn(operation.path, 3), async () => {
      const broken: string[] = [];
      for (const value of valuesFor(OPERATIONS.indexOf(operation)).filter((each) => each.isWellFormed())) {
        const query = ["q", "cursor", "limit", "state", "studentId", "cohortId", "courseId"].map(
          (name) => `${name}=${encodeURIComponent(value)}`,
        );
        for (const each of query) {
          const url = `${servers.all[0]?.url}/api/v1${operation.path}?${each}`;
          const answer = await fetch(url, { headers: { authorization: `Bearer ${things.people.owner.token}` } });
          if (answer.status >= 500) broken.push(`${each.slice(0, 60)}: ${answer.status}`);
          await answer.arrayBuffer();
        }
      }
      expect(broken).toEqual([]);
    });

  const pages = [
    "/courses/find",
    "/admin/students",
    "/admin/orders",
    "/admin/tickets",
    "/admin/courses",
    "/admin/enrolments",
    "/admin/renewals",
    "/admin/audit",
    "/admin/mail",
    "/admin/team",
  ];
  for (const path of pages)
    test(path, byTurn(path, 3), async () => {
      const broken: string[] = [];
      for (const value of valuesFor(pages.indexOf(path)).filter((each) => each.isWellFormed())) {
        const query = ["q", "from", "to", "state", "page", "sort", "dir"]
          .map((name) => `${name}=${encodeURIComponent(value)}`)
          .join("&");
        const answer = await fetch(`${servers.all[0]?.url}${path}?${query}`, {
          headers: { cookie: things.people.owner.cookie, "x-forwarded-host": new URL(servers.origin).host },
          redirect: "manual",
        });
        if (answer.status >= 500) broken.push(`${JSON.stringify(value.slice(0, 60))}: ${answer.status}`);
        await answer.arrayBuffer();
      }
      expect(broken).toEqual([]);
    });
});
