import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, loginCodes, sessions, users } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { DAY_MS, MINUTE_MS } from "../kernel/clock.ts";
import { changePassword } from "./change-password.ts";
import { checkPassword } from "./check-password.ts";
import { disableUser } from "../checkout/disable-user.ts";
import { enableUser } from "./enable-user.ts";
import { describeDevice } from "./describe-device.ts";
import { endOtherSessions } from "./end-other-sessions.ts";
import { endSession } from "./end-session.ts";
import { grantRole } from "./grant-role.ts";
import { listMySessions } from "./my-account.ts";
import { isStale, recordSessionUse } from "./last-use.ts";
import { createSession, SESSION_DAYS } from "./create-session.ts";
import { revokeRole } from "./revoke-role.ts";
import { signUp } from "./sign-up.ts";
import { startSession } from "./start-session.ts";
import { asStep } from "#tests/support/as-step.ts";
import { type AccountsSchool, countingHasher, DEVICE, openAccountsSchool, refusal } from "./testing.ts";

let school: AccountsSchool;
beforeAll(async () => {
  school = await openAccountsSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const signInAgain = (person: { userId: string; passwordHash: string }) =>
  school.asVisitor((ctx) => startSession(ctx, { checked: person, device: DEVICE }));

describe("a session", () => {
  test("opens with its token, and the token is stored nowhere", async () => {
    const { session, userId, email } = await school.newcomer();
    expect(await school.whoHolds(session.token)).toMatchObject({ userId, email, verified: false, roles: ["student"] });
    const everything = JSON.stringify([
      await school.database.read.select().from(sessions),
      await school.database.read.select().from(auditLog),
      await school.database.read.select().from(loginCodes),
    ]);
    expect(everything).not.toContain(session.token);
  });

  test("does not open with a token that is nearly right", async () => {
    const { session } = await school.newcomer();
    expect(await school.whoHolds(`${session.token}x`)).toBeUndefined();
    expect(await school.whoHolds("")).toBeUndefined();
    expect(await school.whoHolds("x".repeat(10_000))).toBeUndefined();
  });

  test("is gone at once when it is ended, and the person's others stay", async () => {
    const person = await school.newcomer();
    const other = await signInAgain(person);
    await school.as(person.actor)((ctx) => endSession(ctx, { sessionId: person.session.sessionId }));
    expect(await school.whoHolds(person.session.token)).toBeUndefined();
    expect(await school.whoHolds(other.token)).toBeDefined();
  });

  test("of somebody else is not found, and stays", async () => {
    const [mine, theirs] = [await school.newcomer(), await school.newcomer()];
    const end = school.as(mine.actor)((ctx) => endSession(ctx, { sessionId: theirs.session.sessionId }));
    await expect(end).rejects.toEqual(refusal("not_found"));
    expect(await school.whoHolds(theirs.session.token)).toBeDefined();
  });

  test(`is over after ${SESSION_DAYS} days, to the millisecond`, async () => {
    const { session } = await school.newcomer();
    school.clock.forward(SESSION_DAYS * DAY_MS - 1);
    expect(await school.whoHolds(session.token)).toBeDefined();
    school.clock.forward(1);
    expect(await school.whoHolds(session.token)).toBeUndefined();
  });

  test("ends in the browser that signs in again", async () => {
    const person = await school.newcomer();
    const device = { ...DEVICE, replaces: person.session.token };
    await school.asVisitor((ctx) => startSession(ctx, { checked: person, device }));
    expect(await school.whoHolds(person.session.token)).toBeUndefined();
  });

  test("is listed for its person alone, with where it is", async () => {
    const person = await school.newcomer();
    await school.newcomer();
    const listed = await listMySessions(school.reading(person.actor));
    expect(listed).toEqual([
      expect.objectContaining({
        id: person.session.sessionId,
        device: describeDevice(DEVICE.agent),
        address: DEVICE.address,
      }),
    ]);
  });

  test("ends everywhere else, and stays here, when one asks for that", async () => {
    const person = await school.newcomer();
    const here = await signInAgain(person);
    const { userId } = person;
    const ended = await school.as(person.actor)((ctx) =>
      endOtherSessions(ctx, { userId, keepSessionId: here.sessionId }),
    );
    expect(ended).toBe(1);
    expect(await school.whoHolds(person.session.token)).toBeUndefined();
    expect(await school.whoHolds(here.token)).toBeDefined();
  });

  test("is noted as used no more often than every ten minutes", async () => {
    const { session } = await school.newcomer();
    const seen = async () => (await school.whoHolds(session.token))?.lastSeenAt as Date;
    const before = await seen();
    school.clock.forward(9 * MINUTE_MS);
    expect(isStale(before, school.clock())).toBe(false);
    await school.asSystem((ctx) => recordSessionUse(ctx, session.sessionId));
    expect(await seen()).toEqual(before);
    school.clock.forward(MINUTE_MS);
    expect(isStale(before, school.clock())).toBe(true);
    await school.asSystem((ctx) => recordSessionUse(ctx, session.sessionId));
    expect(await seen()).toEqual(school.clock());
  });
});

describe("a change of role", () => {
  test("ends every session of that person, when it is given and when it is taken", async () => {
    const admin = await school.person("admin");
    const person = await school.newcomer();
    const { userId } = person;
    await school.confirm(userId);
    const second = await signInAgain(person);
    await school.as(admin)((ctx) => grantRole(ctx, { userId, role: "support" }));
    expect(await school.whoHolds(person.session.token)).toBeUndefined();
    expect(await school.whoHolds(second.token)).toBeUndefined();

    const third = await signInAgain(person);
    expect((await school.whoHolds(third.token))?.roles.toSorted()).toEqual(["student", "support"]);
    await school.as(admin)((ctx) => revokeRole(ctx, { userId, role: "support" }));
    expect(await school.whoHolds(third.token)).toBeUndefined();
  });
});

describe("a change of password", () => {
  test("ends every session, and opens a new one where it was made", async () => {
    const person = await school.newcomer();
    const elsewhere = await signInAgain(person);
    const { userId, passwordHash: currentHash } = person;
    const asked = { userId, sessionId: person.session.sessionId };
    const fresh = await school.as(person.actor)((ctx) =>
      changePassword(ctx, { ...asked, currentHash, newHash: "hash of another", device: DEVICE }),
    );
    expect(await school.whoHolds(person.session.token)).toBeUndefined();
    expect(await school.whoHolds(elsewhere.token)).toBeUndefined();
    expect(await school.whoHolds(fresh.token)).toMatchObject({ userId });
    expect(await school.latestMail(person.email)).toMatchObject({ kind: "password_changed" });
    await expect(signInAgain(person)).rejects.toEqual(refusal("wrong_credentials"));
  });

  test("is refused when the password is no longer the one that was checked", async () => {
    const { actor, userId, session } = await school.newcomer();
    const asked = { userId, sessionId: session.sessionId };
    const change = school.as(actor)((ctx) =>
      changePassword(ctx, {
        ...asked,
        currentHash: "hash of an older one",
        newHash: "hash of another",
        device: DEVICE,
      }),
    );
    await expect(change).rejects.toEqual(refusal("wrong_state"));
  });

  test("of somebody else is not found", async () => {
    const [mine, theirs] = [await school.newcomer(), await school.newcomer()];
    const { userId, passwordHash: currentHash } = theirs;
    const { sessionId } = mine.session;
    const change = school.as(mine.actor)((ctx) =>
      changePassword(ctx, { userId, sessionId, currentHash, newHash: "hash of mine", device: DEVICE }),
    );
    await expect(change).rejects.toEqual(refusal("not_found"));
  });
});

describe("a first password", () => {
  test("is taken from a session that was begun a moment ago, and from no other", async () => {
    const person = await school.newcomer();
    const { userId } = person;
    await school.database.write((tx) => tx.update(users).set({ passwordHash: null }).where(eq(users.id, userId)));
    const set = (sessionId: string) =>
      school.as(person.actor)((ctx) =>
        changePassword(ctx, { userId, sessionId, currentHash: null, newHash: "hash of a first one", device: DEVICE }),
      );
    const foreign = await school.newcomer();
    await expect(set(foreign.session.sessionId)).rejects.toEqual(refusal("not_signed_in"));
    school.clock.forward(16 * MINUTE_MS);
    await expect(set(person.session.sessionId)).rejects.toEqual(refusal("not_signed_in"));
    const again = await school.asSystem(asStep((ctx) => createSession(ctx, userId, DEVICE)));
    expect(await school.whoHolds((await set(again.sessionId)).token)).toMatchObject({ userId });
  });
});

describe("someone who is disabled", () => {
  test("is out at once, cannot come in, and can again when enabled", async () => {
    const admin = await school.person("admin");
    const person = await school.newcomer();
    const { userId, email } = person;
    const hasher = countingHasher();
    const typed = { email, password: "their own password" };
    expect(await checkPassword(school.database.read, hasher, typed)).toBeDefined();

    await school.as(admin)((ctx) => disableUser(ctx, { userId }));
    expect(await school.whoHolds(person.session.token)).toBeUndefined();
    expect(await checkPassword(school.database.read, hasher, typed)).toBeUndefined();
    await expect(signInAgain(person)).rejects.toEqual(refusal("wrong_credentials"));

    await school.as(admin)((ctx) => enableUser(ctx, { userId }));
    expect(await school.whoHolds(person.session.token)).toBeUndefined();
    expect(await signInAgain(person)).toMatchObject({ userId });
  });
});

describe("an address and a password", () => {
  test("cost one verification and get one answer, whoever they are of", async () => {
    const known = await school.newcomer();
    const withoutPassword = await school.person("student");
    const answers = [];
    for (const email of [known.email, withoutPassword.email, "nobody@example.org"]) {
      const hasher = countingHasher();
      const answer = await checkPassword(school.database.read, hasher, { email, password: "a wrong one" });
      answers.push({ answer, verifications: hasher.verifications });
    }
    expect(answers).toEqual(Array(3).fill({ answer: undefined, verifications: 1 }));
  });

  test("that open an account are a sign-in, and those of nobody never are", async () => {
    const known = await school.newcomer();
    const hasher = countingHasher();
    const right = await checkPassword(school.database.read, hasher, {
      email: known.email,
      password: "their own password",
    });
    expect(right).toEqual({ userId: known.userId, passwordHash: known.passwordHash });
    const nobodys = { email: "nobody@example.org", password: "nobody's" };
    expect(await checkPassword(school.database.read, hasher, nobodys)).toBeUndefined();
  });
});

describe("signing up", () => {
  test("makes a student, and mails a link to confirm the address", async () => {
    const { email, session } = await school.newcomer();
    expect(await school.whoHolds(session.token)).toMatchObject({ roles: ["student"], verified: false });
    expect(await school.latestMail(email)).toMatchObject({
      kind: "verify_address",
      payload: { path: expect.stringMatching(/^\/account\/verify\/[\w-]{43}$/), hours: 24 },
    });
  });

  test("with an address that somebody has is refused, and changes nothing of theirs", async () => {
    const { email, userId, passwordHash } = await school.newcomer();
    const again = school.asVisitor((ctx) =>
      signUp(ctx, { name: "Someone else", email, passwordHash: "hash of theirs", device: DEVICE }),
    );
    await expect(again).rejects.toEqual(refusal("email_taken"));
    const [row] = await school.database.read.select().from(users).where(eq(users.id, userId));
    expect(row).toMatchObject({ email, passwordHash });
  });
});
