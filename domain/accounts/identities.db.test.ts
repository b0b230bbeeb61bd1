import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { identities, users } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { MINUTE_MS } from "../kernel/clock.ts";
import { connectIdentity } from "./connect-identity.ts";
import { disconnectIdentity } from "./disconnect-identity.ts";
import { disableUser } from "../checkout/disable-user.ts";
import { type Identity, linkIdentity } from "./link-identity.ts";
import { createSession } from "./create-session.ts";
import { getMyAccount } from "./my-account.ts";
import { asStep } from "#tests/support/as-step.ts";
import { type AccountsSchool, DEVICE, openAccountsSchool, refusal } from "./testing.ts";

let school: AccountsSchool;
beforeAll(async () => {
  school = await openAccountsSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

type Newcomer = Pick<Awaited<ReturnType<AccountsSchool["newcomer"]>>, "actor" | "userId" | "session">;

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

  test("makes an account in the language of the page that they came from, and leaves one that is there alone", async () => {
    const given = identity();
    const languageNow = async (language: string) => {
      const { userId } = await school.asVisitor((ctx) =>
        linkIdentity({ ...ctx, language }, { identity: given, device: DEVICE }),
      );
      const [row] = await school.database.read.select().from(users).where(eq(users.id, userId));
      return row?.language;
    };
    expect([await languageNow("de"), await languageNow("fr")]).toEqual(["de", "de"]);
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

const OPEN = ["google", "github"];

describe("an account elsewhere that is added to one's own", () => {
  const mine = (who: Newcomer) => ({ userId: who.userId, sessionId: who.session.sessionId });
  const connect = (who: Newcomer, given: Identity) =>
    school.as(who.actor)((ctx) => connectIdentity(ctx, { ...mine(who), identity: given, label: "Google" }));
  const withoutPassword = async () => {
    const session = await comeIn(identity());
    const { userId } = session;
    return { actor: { type: "user", id: userId, roles: ["student"] } as const, userId, session };
  };
  const disconnect = (who: Pick<Newcomer, "actor">, identityId: string, open: readonly string[] = OPEN) =>
    school.as(who.actor)((ctx) => disconnectIdentity(ctx, { identityId, label: "Google", open }));
  const waysOf = async (who: Pick<Newcomer, "actor">) => (await getMyAccount(school.reading(who.actor)))?.ways ?? [];

  test("opens it from then on, whatever address it has there, and its person is told", async () => {
    const who = await school.newcomer();
    const given = identity({ email: null, emailVerified: false });
    await connect(who, given);
    await connect(who, given);
    expect(await waysOf(who)).toMatchObject([{ provider: "google" }]);
    expect((await comeIn(given)).userId).toBe(who.userId);
    expect(await school.latestMail(who.email)).toMatchObject({
      kind: "ways_changed",
      payload: { label: "Google", isNew: true },
    });
  });

  test("is added by a session that was begun a moment ago, and by no other", async () => {
    const [who, other] = [await school.newcomer(), await school.newcomer()];
    const by = (sessionId: string) =>
      school.as(who.actor)((ctx) =>
        connectIdentity(ctx, { userId: who.userId, sessionId, identity: identity(), label: "Google" }),
      );
    await expect(by(other.session.sessionId)).rejects.toEqual(refusal("not_signed_in"));
    school.clock.forward(26 * MINUTE_MS);
    await expect(by(who.session.sessionId)).rejects.toEqual(refusal("not_signed_in"));
    expect(await waysOf(who)).toEqual([]);
    const again = await school.asSystem(asStep((ctx) => createSession(ctx, who.userId, DEVICE)));
    await by(again.sessionId);
    expect(await waysOf(who)).toHaveLength(1);
  });

  test("stays with whom it opens already", async () => {
    const [first, second] = [await school.newcomer(), await school.newcomer()];
    const given = identity();
    await connect(first, given);
    await expect(connect(second, given)).rejects.toEqual(refusal("identity_taken"));
    expect(await waysOf(second)).toEqual([]);
  });

  test("goes to one of two who add it at the same moment", async () => {
    const people = [await school.newcomer(), await school.newcomer(), await school.newcomer()];
    const given = identity();
    const done = await Promise.allSettled(people.map((who) => connect(who, given)));
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of done) if (each.status === "rejected") expect(each.reason).toEqual(refusal("identity_taken"));
  });

  test("is nobody else's to add or to take away", async () => {
    const [who, other] = [await school.newcomer(), await school.newcomer()];
    await connect(who, identity());
    const [way] = await waysOf(who);
    await expect(disconnect(other, way?.id ?? "")).rejects.toEqual(refusal("not_found"));
    await expect(disconnect(other, "idn_none")).rejects.toEqual(refusal("not_found"));
    const foreign = school.as(other.actor)((ctx) =>
      connectIdentity(ctx, { ...mine(who), identity: identity(), label: "Google" }),
    );
    await expect(foreign).rejects.toEqual(refusal("not_found"));
    expect(await waysOf(who)).toHaveLength(1);
  });

  test("goes when a password is left, and opens nothing any more", async () => {
    const who = await school.newcomer();
    const given = identity({ email: null, emailVerified: false });
    await connect(who, given);
    const [way] = await waysOf(who);
    await disconnect(who, way?.id ?? "");
    expect(await waysOf(who)).toEqual([]);
    await expect(comeIn(given)).rejects.toEqual(refusal("forbidden"));
    expect(await school.latestMail(who.email)).toMatchObject({ kind: "ways_changed", payload: { isNew: false } });
  });

  test("is never taken away when it is the last way in, nor when the other one is switched off", async () => {
    const who = await withoutPassword();
    const [only] = await waysOf(who);
    await expect(disconnect(who, only?.id ?? "")).rejects.toEqual(refusal("last_way_in"));
    await connect(who, identity({ provider: "github" }));
    await expect(disconnect(who, only?.id ?? "", ["google"])).rejects.toEqual(refusal("last_way_in"));
    await disconnect(who, only?.id ?? "");
    expect(await waysOf(who)).toMatchObject([{ provider: "github" }]);
  });

  test("leaves one way in when both are taken away at the same moment", async () => {
    const who = await withoutPassword();
    await connect(who, identity({ provider: "github" }));
    const ways = await waysOf(who);
    const done = await Promise.allSettled(ways.map(({ id }) => disconnect(who, id)));
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await waysOf(who)).toHaveLength(1);
  });
});
