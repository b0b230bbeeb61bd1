import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { userRoles } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { disableUser } from "../checkout/disable-user.ts";
import { findPerson } from "./find-person.ts";
import { grantRole } from "./grant-role.ts";
import { inviteColleague } from "./invite-colleague.ts";
import { revokeRole } from "./revoke-role.ts";
import { listTeam } from "./list-team.ts";
import { type AccountsSchool, openAccountsSchool, refusal } from "./testing.ts";

let school: AccountsSchool;
beforeAll(async () => {
  school = await openAccountsSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const rolesIn = async (userId: string) => {
  const rows = await school.database.read.select().from(userRoles).where(eq(userRoles.userId, userId));
  return rows.map(({ role }) => role).sort();
};

describe("the last owner", () => {
  test("can neither stop being one nor be disabled, until there is another", async () => {
    const owner = await school.person("owner");
    const userId = owner.id;
    const asOwner = school.as(owner);
    await expect(asOwner((c) => revokeRole(c, { userId, role: "owner" }))).rejects.toEqual(refusal("last_owner"));
    await expect(asOwner((c) => disableUser(c, { userId }))).rejects.toEqual(refusal("last_owner"));

    const next = await school.person("admin");
    await asOwner((c) => grantRole(c, { userId: next.id, role: "owner" }));
    await asOwner((c) => disableUser(c, { userId: next.id }));
    // One who is disabled owns nothing: the first is the last again.
    await expect(asOwner((c) => revokeRole(c, { userId, role: "owner" }))).rejects.toEqual(refusal("last_owner"));
  });
});

describe("an admin", () => {
  test("gives and takes roles of the office, but never an owner's", async () => {
    const admin = await school.person("admin");
    const owner = await school.person("owner");
    const { userId } = await school.newcomer();
    const early = school.as(admin)((ctx) => grantRole(ctx, { userId, role: "instructor" }));
    await expect(early, "nobody has shown that the address is theirs").rejects.toEqual(
      refusal("address_not_confirmed"),
    );
    await school.confirm(userId);
    await school.as(admin)((ctx) => grantRole(ctx, { userId, role: "instructor" }));
    await school.as(admin)((ctx) => grantRole(ctx, { userId, role: "instructor" }));
    expect(await rolesIn(userId)).toEqual(["instructor", "student"]);
    const attempts = [
      school.as(admin)((ctx) => grantRole(ctx, { userId, role: "owner" })),
      school.as(admin)((ctx) => revokeRole(ctx, { userId: owner.id, role: "owner" })),
      school.as(admin)((ctx) => grantRole(ctx, { userId: owner.id, role: "support" })),
      school.as(admin)((ctx) => disableUser(ctx, { userId: owner.id })),
      school.as(admin)((ctx) => inviteColleague(ctx, { email: "x@example.org", name: "X", role: "owner" })),
    ];
    await Promise.all(attempts.map((attempt) => expect(attempt).rejects.toEqual(refusal("forbidden"))));
    await school.as(owner)((ctx) => revokeRole(ctx, { userId: owner.id, role: "owner" }));
  });
});

describe("the team", () => {
  test("is listed with roles for admins, and is nobody else's to read or change", async () => {
    const admin = await school.person("admin");
    const support = await school.person("support");
    const { userId } = await school.newcomer();
    const listed = await listTeam(school.reading(admin));
    expect(listed.items).toContainEqual(expect.objectContaining({ id: support.id, roles: ["support"] }));
    expect(listed.items.map(({ id }) => id)).not.toContain(userId);
    expect(listed.total).toBe(listed.items.length);
    await expect(listTeam(school.reading(support))).rejects.toEqual(refusal("forbidden"));
    const grab = school.as(support)((ctx) => grantRole(ctx, { userId: support.id, role: "admin" }));
    await expect(grab).rejects.toEqual(refusal("forbidden"));
  });

  test("narrows to one role", async () => {
    const admin = await school.person("admin");
    const finance = await school.person("finance");
    const listed = await listTeam(school.reading(admin), { role: "finance" });
    expect(listed.items.map(({ id }) => id)).toEqual([finance.id]);
  });
});

describe("a person", () => {
  test("is found by id or address by who may, and by themselves; by nobody else", async () => {
    const support = await school.person("support");
    const [one, other] = [await school.newcomer(), await school.newcomer()];
    expect(await findPerson(school.reading(support), { id: one.userId })).toMatchObject({ email: one.email });
    expect(await findPerson(school.reading(one.actor), { email: one.email })).toMatchObject({ id: one.userId });
    expect(await findPerson(school.reading(other.actor), { id: one.userId })).toBeUndefined();
    expect(await findPerson(school.reading(support), { id: "usr_nobody" })).toBeUndefined();
  });
});
