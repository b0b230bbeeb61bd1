import { eq, like } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "#db/open.ts";
import { rateLimits } from "#db/schema/index.ts";
import type { Database } from "#db/types.ts";
import { inEnglish } from "#tests/support/in-english.ts";
import { HOUR_MS, MINUTE_MS } from "../kernel/clock.ts";
import { visitor } from "../kernel/actor.ts";
import {
  getAccountCounter,
  type Caller,
  countAttempts,
  type LimitedAction,
  listLimitCounters,
  clearAttempts,
  findKnownDevice,
  rememberDevice,
} from "./limit-counters.ts";
import { CODE_LIVES_MS } from "./one-time-code.ts";
import { type AccountsSchool, openAccountsSchool } from "./testing.ts";

let school: AccountsSchool;
let second: Database;
beforeAll(async () => {
  school = await openAccountsSchool();
  second = openDatabase(school.database.url);
});
afterAll(async () => {
  await second.close();
  await school.drop();
});

const from = (address: string, email?: string, more: Partial<Caller> = {}): Caller => ({
  address,
  isOffice: false,
  ...(email === undefined ? {} : { email }),
  ...more,
});

/** One try in one process of the school: which counter was full, if one was. */
async function refusedBy(
  comer: Caller,
  door: LimitedAction = "sign_in",
  database: Pick<Database, "write"> = school.database,
) {
  const rules = { ...school.rules, demo: false };
  const full = await database.write((tx) =>
    countAttempts(
      { tx, now: school.clock(), actor: visitor, requestId: "req_1", rules },
      listLimitCounters(door, comer, rules),
    ),
  );
  return full && { key: full.counted.key.split(":").slice(0, 2).join(":"), ...full };
}

/** How many of so many tries are taken, each from where `comer` says. */
async function taken(count: number, comer: (n: number) => Caller, door: LimitedAction = "sign_in"): Promise<number> {
  let right = 0;
  for (let n = 0; n < count; n++) if (!(await refusedBy(comer(n), door))) right += 1;
  return right;
}

describe("wrong passwords for one account", () => {
  test("are ten in a quarter of an hour from one source, counted by all processes together", async () => {
    const comer = from("192.0.2.1", "mara@example.org");
    const answers = [];
    for (let n = 0; n < 11; n++)
      answers.push(await refusedBy(comer, "sign_in", n % 2 === 0 ? school.database : second));
    expect(answers.map((each) => each?.key)).toEqual([...Array(10).fill(undefined), "sign_in:pair"]);
    expect(answers[10]?.retryAfterSeconds).toBeLessThanOrEqual(15 * 60);
    school.clock.forward(15 * MINUTE_MS);
    expect(await refusedBy(comer)).toBeUndefined();
  });

  test("from one source leave the account open to every other source", async () => {
    await taken(60, () => from("192.0.2.2", "jonas@example.org"));
    expect(await refusedBy(from("198.51.100.2", "jonas@example.org"))).toBeUndefined();
  });

  test("from changing addresses are fifty in an hour, and their person still gets in where they were before", async () => {
    const email = "ines@example.org";
    expect(await taken(80, (n) => from(`10.1.${n}.1`, email))).toBe(50);
    const refused = await refusedBy(from("203.0.113.1", email));
    expect(refused?.key).toBe("sign_in:account");
    expect(inEnglish(refused?.counted.words)).toContain("a link that we mail to you");
    expect(await refusedBy(from("203.0.113.1", email, { knownDevice: "her phone" }))).toBeUndefined();
    // And by what is mailed: asking for it and typing it are counted apart.
    for (const door of ["code", "link", "guess"] as const)
      expect(await refusedBy(from("203.0.113.1", email), door)).toBeUndefined();
  });

  test("are counted for a known browser too, which is not a way to try more", async () => {
    expect(await taken(30, (n) => from(`10.2.${n}.1`, "kai@example.org", { knownDevice: "his laptop" }))).toBe(10);
  });

  test("cannot be multiplied by the addresses of one customer's IPv6 network", async () => {
    expect(await taken(30, (n) => from(`2001:db8:7:7::${n}`, "lea@example.org"))).toBe(10);
    expect(await taken(80, (n) => from(`2001:db8:8:8::${n}`, `nobody${n}@example.org`))).toBe(50);
    expect(await refusedBy(from("2001:db8:8:9::1", "lea@example.org"))).toBeUndefined();
  });

  test("leave few rows: a source that is refused makes none", async () => {
    const before = (await school.database.read.select().from(rateLimits)).length;
    await taken(120, (n) => from("192.0.2.9", `made-up-${n}@example.org`));
    expect((await school.database.read.select().from(rateLimits)).length - before).toBeLessThanOrEqual(1 + 2 * 50);
  });
});

describe("mails with codes and links", () => {
  test("asked for from changing addresses are few, and the newest still works when the next may be asked for", async () => {
    for (const door of ["code", "link"] as const) {
      expect(await taken(40, (n) => from(`10.3.${n}.1`, "nils@example.org"), door)).toBe(4);
      const refused = await refusedBy(from("203.0.113.3", "nils@example.org"), door);
      expect(inEnglish(refused?.counted.words)).toContain("use the newest one");
      const lives = CODE_LIVES_MS[door === "code" ? "sign_in" : "reset"];
      expect((refused?.retryAfterSeconds ?? 0) * 1_000).toBeLessThanOrEqual(lives);
    }
  });
});

describe("from one address", () => {
  test("a class signs up where the office has named its network, and a sensible number elsewhere", async () => {
    expect(await taken(30, () => from("198.51.100.30", undefined, { isOffice: true }), "sign_up")).toBe(30);
    expect(await taken(30, () => from("198.51.100.31"), "sign_up")).toBe(20);
    school.clock.forward(HOUR_MS);
    expect(await refusedBy(from("198.51.100.31"), "sign_up")).toBeUndefined();
  });

  test("a class of sixty signs in: a right password is given back", async () => {
    for (let n = 0; n < 60; n++) {
      const comer = from("198.51.100.32", `pupil${n}@example.org`);
      expect(await refusedBy(comer)).toBeUndefined();
      await school.asVisitor((ctx) => clearAttempts(ctx, ...listLimitCounters("sign_in", comer, { demo: false })));
    }
  });

  test("an account of one's own does not buy more tries at those of others", async () => {
    const own = from("192.0.2.40", "thief@example.org");
    let wrong = 0;
    for (let n = 0; n < 100; n++) {
      if (!(await refusedBy(from("192.0.2.40", `victim${n}@example.org`)))) wrong += 1;
      if (!(await refusedBy(own)))
        await school.asVisitor((ctx) => clearAttempts(ctx, ...listLimitCounters("sign_in", own, { demo: false })));
    }
    expect(wrong).toBeLessThanOrEqual(50);
  });
});

test("who is signed in and types their password again is counted where nobody else can count", async () => {
  const email = "olga@example.org";
  await taken(60, (n) => from(`10.4.${n}.1`, email));
  const own = getAccountCounter("sign_in", email);
  const counted = await school.asVisitor((ctx) => countAttempts(ctx, [own]));
  expect(counted).toBeUndefined();
  expect(own.key).not.toContain("olga");
});

test("no counter holds the address of a person", async () => {
  const rows = await school.database.read.select().from(rateLimits).where(like(rateLimits.key, "%example.org%"));
  expect(rows).toEqual([]);
  expect(await school.database.read.select().from(rateLimits).where(eq(rateLimits.key, "sign_in:account:"))).toEqual(
    [],
  );
});

describe("a known browser", () => {
  const SECRET = "the school's secret, for tests alone";

  test("is known for the accounts that it has opened and for no other, as many as six", () => {
    let kept: string | undefined;
    for (const who of ["a", "b", "c", "d", "e", "f", "g"])
      kept = rememberDevice(kept, `${who}@example.org`, SECRET) ?? kept;
    expect(findKnownDevice(kept, "g@example.org", SECRET)).toBeDefined();
    expect(findKnownDevice(kept, "b@example.org", SECRET)).toBeDefined();
    expect(findKnownDevice(kept, "a@example.org", SECRET)).toBeUndefined();
    expect(findKnownDevice(kept, "stranger@example.org", SECRET)).toBeUndefined();
    expect(rememberDevice(kept, "g@example.org", SECRET)).toBeUndefined();
  });

  test("cannot be made up", () => {
    const kept = rememberDevice(undefined, "a@example.org", "another secret");
    for (const made of [kept, "", "~~~", "a.b", ".", `x.${"a".repeat(32)}`, "a".repeat(5_000)]) {
      expect(findKnownDevice(made, "a@example.org", SECRET)).toBeUndefined();
    }
  });
});
