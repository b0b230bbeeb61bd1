import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiTokens, auditLog, userRoles, users } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { DAY_MS, addMs } from "../kernel/clock.ts";
import { isAllowed } from "../policy.ts";
import { createToken, type NewToken } from "./create-token.ts";
import { disableUser } from "../checkout/disable-user.ts";
import { findToken } from "./find-token.ts";
import { listMyTokens } from "./my-account.ts";
import { recordTokenUse } from "./last-use.ts";
import { revokeToken } from "./revoke-token.ts";
import { rotateCalendarKey } from "./rotate-calendar-key.ts";
import { listScopes } from "./list-scopes.ts";
import { hashToken } from "./sessions.ts";
import { type AccountsSchool, openAccountsSchool, refusal } from "./testing.ts";

let school: AccountsSchool;
beforeAll(async () => {
  school = await openAccountsSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

async function tokenOf(person: { id: string }, change: Partial<NewToken> = {}) {
  const input = { userId: person.id, name: "Sheet", scopes: ["courses:read"], expiresAt: null, ...change };
  return school.asSystem((ctx) => createToken(ctx, input));
}
const find = (token: string) => findToken(school.database.read, token, school.clock());

describe("an API token", () => {
  test("acts as its person within its scopes, and is stored nowhere", async () => {
    const admin = await school.person("admin");
    const made = await school.as(admin)((ctx) =>
      createToken(ctx, { userId: admin.id, name: "Sheet", scopes: ["courses:read", "courses:read"], expiresAt: null }),
    );
    expect(made.token).toMatch(/^mtr_[\w-]{43}$/);
    const found = await find(made.token);
    expect(found).toMatchObject({ tokenId: made.tokenId, actor: { id: admin.id, scopes: ["courses:read"] } });
    if (!found) throw new Error("the token was not found");
    expect(isAllowed(found.actor, "course.list")).toBe(true);
    expect(isAllowed(found.actor, "course.create")).toBe(false);
    expect(isAllowed(found.actor, "student.list")).toBe(false);
    const stored = JSON.stringify([
      await school.database.read.select().from(apiTokens),
      await school.database.read.select().from(auditLog),
    ]);
    expect(stored).not.toContain(made.token);
    expect(stored).not.toContain(made.token.slice("mtr_".length));
  });

  test("is gone at once when it is revoked", async () => {
    const person = await school.person("student");
    const { token, tokenId } = await tokenOf(person);
    await school.as(person)((ctx) => revokeToken(ctx, { tokenId }));
    expect(await find(token)).toBeUndefined();
    expect(await listMyTokens(school.reading(person))).toEqual([]);
  });

  test("of somebody else is not found, and stays", async () => {
    const [mine, theirs] = [await school.person("student"), await school.person("student")];
    const { token, tokenId } = await tokenOf(theirs);
    await expect(school.as(mine)((ctx) => revokeToken(ctx, { tokenId }))).rejects.toEqual(refusal("not_found"));
    expect(await find(token)).toBeDefined();
  });

  test("is over when its time is, to the millisecond", async () => {
    const { token } = await tokenOf(await school.person("student"), { expiresAt: addMs(school.clock(), DAY_MS) });
    school.clock.forward(DAY_MS - 1);
    expect(await find(token)).toBeDefined();
    school.clock.forward(1);
    expect(await find(token)).toBeUndefined();
  });

  test("ends with its person", async () => {
    const person = await school.person("student");
    const { token } = await tokenOf(person);
    const admin = await school.person("admin");
    await school.as(admin)((ctx) => disableUser(ctx, { userId: person.id }));
    expect(await find(token)).toBeUndefined();
  });

  test("follows the roles that its person has now", async () => {
    const person = await school.person("student");
    const { token } = await tokenOf(person);
    await school.database.write((tx) =>
      tx.insert(userRoles).values({ userId: person.id, role: "support", grantedAt: school.clock() }),
    );
    expect((await find(token))?.actor.roles.toSorted()).toEqual(["student", "support"]);
  });

  test("is refused without scopes, with ones that do not exist, and with an end that has passed", async () => {
    const person = await school.person("student");
    for (const change of [{ scopes: [] }, { scopes: ["everything"] }, { expiresAt: school.clock() }]) {
      await expect(tokenOf(person, change)).rejects.toEqual(refusal("invalid_input"));
    }
    await expect(tokenOf({ id: "usr_nobody" })).rejects.toEqual(refusal("not_found"));
  });

  test("cannot make another that may do more than itself", async () => {
    const person = await school.person("admin");
    const holder = { ...person, scopes: ["tokens:write", "courses:read"] };
    const make = (scopes: string[]) =>
      school.as(holder)((ctx) => createToken(ctx, { userId: person.id, name: "Child", scopes, expiresAt: null }));
    await expect(make(["courses:write"])).rejects.toEqual(refusal("scope_missing"));
    expect((await make(["courses:read"])).token).toMatch(/^mtr_/);
  });

  test("is not found for what does not look like one", async () => {
    for (const token of ["", "mtr_", "bearer", `mtr_${"a".repeat(1_000)}`]) expect(await find(token)).toBeUndefined();
  });

  test("says when it was last used", async () => {
    const person = await school.person("student");
    const { token, tokenId } = await tokenOf(person);
    expect((await find(token))?.lastUsedAt).toBeNull();
    await school.asSystem((ctx) => recordTokenUse(ctx, tokenId));
    expect((await find(token))?.lastUsedAt).toEqual(school.clock());
  });
});

describe("the scopes that are offered", () => {
  test("are those of which a person could make any use", async () => {
    expect(listScopes(await school.person("student"))).toEqual([
      ...[
        "access:read",
        "answers:write",
        "applications:read",
        "applications:write",
        "attendance:read",
        "attendance:write",
        "certificates:read",
        "certificates:write",
        "claim_links:read",
        "claim_links:write",
      ],
      ...[
        "courses:read",
        "credits:read",
        "credits:write",
        "enrolments:read",
        "enrolments:write",
        "files:write",
        "invoices:read",
      ],
      ...["orders:read", "orders:write"],
      ...["payments:read", "progress:write", "renewals:read", "renewals:write", "students:read"],
      ...["tickets:read", "tickets:write", "waiting:read", "waiting:write"],
    ]);
    const admin = listScopes(await school.person("admin"));
    expect(admin).toEqual(expect.arrayContaining(["cohorts:write", "refunds:write", "system:read"]));
    expect(listScopes(await school.person("instructor"))).toContain("materials:write");
    // No operation of the API needs it.
    expect(admin).not.toContain("team:write");
    expect(listScopes({ type: "visitor" })).toEqual([]);
  });
});

describe("the key of a calendar feed", () => {
  test("is kept as a hash, and a new one takes the place of the old", async () => {
    const person = await school.person("student");
    const rotate = () => school.as(person)((ctx) => rotateCalendarKey(ctx, { userId: person.id }));
    const [first, second] = [await rotate(), await rotate()];
    expect(first.key).not.toBe(second.key);
    const rows = await school.database.read.select({ hash: users.calendarKeyHash }).from(users);
    const hashes = rows.map(({ hash }) => hash);
    expect(hashes).toContain(hashToken(second.key));
    expect(hashes).not.toContain(hashToken(first.key));
  });
});
