import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { identities, users } from "#db/schema/index.ts";
import { violations } from "#testing/facts.ts";
import { disableUser } from "./disable-user.ts";
import { type Identity, linkIdentity } from "./link-identity.ts";
import { type AccountsSchool, DEVICE, openAccountsSchool, refusal } from "./testing.ts";

let school: AccountsSchool;
beforeAll(async () => {
  school = await openAccountsSchool();
});
afterAll(async () => {
  expect(await violations(school.database)).toEqual([]);
  await school.drop();
});

let subjects = 0;
function identity(change: Partial<Identity> = {}): Identity {
  subjects += 1;
  const subject = `subject-${subjects}`;
  return { provider: "google", subject, email: `${subject}@example.org`, emailVerified: true, name: "Mara", ...change };
}
const comeIn = (given: Identity) => school.asVisitor((ctx) => linkIdentity(ctx, { identity: given, device: DEVICE }));

describe("signing in elsewhere", () => {
  test("makes a student of somebody new, and knows them again when their address there has changed", async () => {
    const given = identity();
    const first = await comeIn(given);
    expect(await school.whoHolds(first.token)).toMatchObject({
      email: given.email,
      verified: true,
      roles: ["student"],
    });
    const again = await comeIn({ ...given, email: "another@example.org" });
    expect(again.userId).toBe(first.userId);
  });

  test("opens the account with the same verified address", async () => {
    const person = await school.person("student");
    expect((await comeIn(identity({ email: person.email }))).userId).toBe(person.id);
  });

  test("with an address that the provider has not verified opens and makes nothing", async () => {
    const person = await school.person("student");
    for (const email of [person.email, "stranger@example.org", null]) {
      const refused = comeIn(identity({ email, emailVerified: false }));
      await expect(refused).rejects.toEqual(refusal("forbidden"));
    }
    const linked = await school.database.read.select().from(identities).where(eq(identities.userId, person.id));
    expect(linked).toEqual([]);
  });

  test("takes an account back from whoever opened it with somebody else's address", async () => {
    const squatter = await school.newcomer();
    const { userId } = await comeIn(identity({ email: squatter.email }));
    expect(userId).toBe(squatter.userId);
    expect(await school.whoHolds(squatter.session.token)).toBeUndefined();
    const [row] = await school.database.read.select().from(users).where(eq(users.id, userId));
    expect(row?.passwordHash).toBeNull();
  });

  test("does not open the account of someone who is disabled", async () => {
    const given = identity();
    const { userId } = await comeIn(given);
    const admin = await school.person("admin");
    await school.as(admin)((ctx) => disableUser(ctx, { userId }));
    await expect(comeIn(given)).rejects.toEqual(refusal("wrong_credentials"));
  });

  test("tells two providers' people apart that have the same subject", async () => {
    const one = identity();
    const other = identity({ provider: "github", subject: one.subject });
    expect((await comeIn(one)).userId).not.toBe((await comeIn(other)).userId);
  });
});
