import { and, desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, identities, outbox, users } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { requestEmailChange, type EmailChangeRequest } from "./request-email-change.ts";
import { changePassword } from "./change-password.ts";
import { confirmEmailChange } from "./confirm-email-change.ts";
import { findLink } from "./find-link.ts";
import { getMyAccount } from "./my-account.ts";
import { CODE_ATTEMPTS_MAX, CODE_LIVES_MS } from "./one-time-code.ts";
import { requestCode } from "./request-code.ts";
import { resetPassword } from "./reset-password.ts";
import { type AccountsSchool, DEVICE, openAccountsSchool, refusal, SCHOOL_SECRET, secretIn } from "./testing.ts";

let school: AccountsSchool;
beforeAll(async () => {
  school = await openAccountsSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

type Newcomer = Awaited<ReturnType<AccountsSchool["newcomer"]>>;

let addresses = 0;
const freeAddress = () => `moved${++addresses}@example.org`;

const ask = (who: Newcomer, newEmail: string, proof?: EmailChangeRequest["proof"]) =>
  school.as(who.actor)((ctx) =>
    requestEmailChange(ctx, { userId: who.userId, newEmail, proof: proof ?? { passwordHash: who.passwordHash } }),
  );
const confirm = (who: Pick<Newcomer, "actor">, secret: string) =>
  school.as(who.actor)((ctx) => confirmEmailChange(ctx, { secret, device: DEVICE }));

/** Asks for a new address and takes the link from its mail. */
async function mailedLink(who: Newcomer, newEmail: string): Promise<string> {
  expect(await ask(who, newEmail)).toEqual({ asked: true });
  const mail = await school.latestMail(newEmail);
  expect(mail).toMatchObject({
    kind: "confirm_new_address",
    payload: { path: expect.stringMatching(/^\/account\/address\//) },
  });
  return secretIn(mail);
}

const emailOf = async (userId: string) => {
  const [row] = await school.database.read.select().from(users).where(eq(users.id, userId));
  return row?.email;
};
const mailsTo = (to: string) => school.database.read.select().from(outbox).where(eq(outbox.recipient, to));

describe("asking for a new address", () => {
  test("changes nothing before the link is followed, and warns the present address at once", async () => {
    const who = await school.newcomer();
    const newEmail = freeAddress();
    await ask(who, newEmail);
    expect(await emailOf(who.userId)).toBe(who.email);
    expect(await school.latestMail(who.email)).toMatchObject({ kind: "new_address_asked", payload: { newEmail } });
    expect(await getMyAccount(school.reading(who.actor))).toMatchObject({ email: who.email, newEmail });
  });

  test("for one that somebody has is answered like a free one, with as many mails, and its owner loses nothing", async () => {
    const [who, owner] = [await school.newcomer(), await school.newcomer()];
    const before = (await mailsTo(who.email)).length;
    const answers = [await ask(who, freeAddress()), await ask(who, owner.email)];
    expect(answers).toEqual([{ asked: true }, { asked: true }]);
    expect((await mailsTo(who.email)).length - before).toBe(2);
    const told = await school.latestMail(owner.email);
    expect(told).toMatchObject({ kind: "new_address_taken" });
    expect(JSON.stringify(told)).not.toMatch(/path|account\/address/);
    expect(await getMyAccount(school.reading(who.actor))).toMatchObject({ newEmail: owner.email });
    expect(await emailOf(owner.userId)).toBe(owner.email);
  });

  test("is refused when the password was changed since it was checked", async () => {
    const who = await school.newcomer();
    const newHash = "hash of a newer one";
    const asked = { userId: who.userId, sessionId: who.session.sessionId };
    await school.as(who.actor)((ctx) =>
      changePassword(ctx, { ...asked, currentHash: who.passwordHash, newHash, device: DEVICE }),
    );
    await expect(ask(who, freeAddress())).rejects.toEqual(refusal("wrong_state"));
  });

  test("for somebody else's account finds nothing", async () => {
    const [who, other] = [await school.newcomer(), await school.newcomer()];
    const asked = school.as(other.actor)((ctx) =>
      requestEmailChange(ctx, {
        userId: who.userId,
        newEmail: freeAddress(),
        proof: { passwordHash: who.passwordHash },
      }),
    );
    await expect(asked).rejects.toEqual(refusal("not_found"));
  });

  test("without a password takes the digits that were mailed to the present address, and counts wrong ones", async () => {
    const who = await school.newcomer();
    const code = async () => {
      await school.asVisitor((ctx) =>
        requestCode(ctx, { email: who.email, purpose: "sign_in", schoolSecret: SCHOOL_SECRET }),
      );
      return String((await school.latestMail(who.email))?.payload.code);
    };
    const digits = await code();
    const wrong = digits === "000000" ? "000001" : "000000";
    const guess = (typed: string) => ask(who, freeAddress(), { code: typed, schoolSecret: SCHOOL_SECRET });
    for (let tries = 1; tries <= CODE_ATTEMPTS_MAX; tries++) {
      expect(await guess(wrong)).toEqual({ asked: false, why: "wrong_code" });
    }
    expect(await guess(digits)).toEqual({ asked: false, why: "wrong_code" });
    school.clock.forward(1_000);
    const fresh = await code();
    expect(await guess(fresh)).toEqual({ asked: true });
    expect(await guess(fresh)).toEqual({ asked: false, why: "wrong_code" });
  });
});

describe("the link to a new address", () => {
  test("changes it once, proves it, signs out everywhere else and tells the old address", async () => {
    const who = await school.newcomer();
    const newEmail = freeAddress();
    const secret = await mailedLink(who, newEmail);
    const session = await confirm(who, secret);
    expect(await school.whoHolds(who.session.token)).toBeUndefined();
    expect(await school.whoHolds(session.token)).toMatchObject({ email: newEmail, verified: true });
    expect(await school.latestMail(who.email)).toMatchObject({ kind: "address_changed", payload: { newEmail } });
    const [noted] = await school.database.read
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.objectId, who.userId), eq(auditLog.action, "account.edit")))
      .orderBy(desc(auditLog.seq))
      .limit(1);
    expect(noted).toMatchObject({ before: { email: who.email }, after: { email: newEmail } });
    await expect(confirm(who, secret)).rejects.toEqual(refusal("wrong_code"));
  });

  test("works for nobody but the person who is signed in to the account", async () => {
    const [who, other] = [await school.newcomer(), await school.newcomer()];
    const secret = await mailedLink(who, freeAddress());
    await expect(confirm(other, secret)).rejects.toEqual(refusal("not_found"));
    const visiting = school.asVisitor((ctx) => confirmEmailChange(ctx, { secret, device: DEVICE }));
    await expect(visiting).rejects.toEqual(refusal("not_signed_in"));
    expect(await emailOf(who.userId)).toBe(who.email);
  });

  test("is over after its time, and dies when another is asked for", async () => {
    const who = await school.newcomer();
    const first = await mailedLink(who, freeAddress());
    school.clock.forward(1_000);
    const second = await mailedLink(who, freeAddress());
    await expect(confirm(who, first)).rejects.toEqual(refusal("code_expired"));
    school.clock.forward(CODE_LIVES_MS.new_address);
    await expect(confirm(who, second)).rejects.toEqual(refusal("code_expired"));
    expect(await findLink(school.database.read, second, school.clock())).toBeUndefined();
    expect((await getMyAccount(school.reading(who.actor)))?.newEmail).toBeNull();
  });

  test("dies when the owner of the old address chooses a new password", async () => {
    const who = await school.newcomer();
    const secret = await mailedLink(who, freeAddress());
    await school.asVisitor((ctx) =>
      requestCode(ctx, { email: who.email, purpose: "reset", schoolSecret: SCHOOL_SECRET }),
    );
    const reset = secretIn(await school.latestMail(who.email));
    await school.asVisitor((ctx) => resetPassword(ctx, { secret: reset, passwordHash: "theirs", device: DEVICE }));
    await expect(confirm(who, secret)).rejects.toEqual(refusal("code_expired"));
  });

  test("gives one address to one person, also when two follow theirs at the same moment", async () => {
    const people = [await school.newcomer(), await school.newcomer(), await school.newcomer()];
    const newEmail = freeAddress();
    const secrets: string[] = [];
    for (const who of people) {
      secrets.push(await mailedLink(who, newEmail));
      school.clock.forward(1_000);
    }
    const done = await Promise.allSettled(people.map((who, n) => confirm(who, secrets[n] ?? "")));
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of done) if (each.status === "rejected") expect(each.reason).toEqual(refusal("email_taken"));
    const emails = await Promise.all(people.map(({ userId }) => emailOf(userId)));
    expect(emails.filter((email) => email === newEmail)).toHaveLength(1);
  });
});

test("the first proof of an address takes away accounts elsewhere and the calendar's key that were set up without one", async () => {
  const squatter = await school.newcomer();
  await school.database.write(async (tx) => {
    await tx.update(users).set({ calendarKeyHash: "of theirs" }).where(eq(users.id, squatter.userId));
    await tx.insert(identities).values({
      ...{ id: "idn_squatter", provider: "github", subject: "squatter", userId: squatter.userId },
      createdAt: school.clock(),
    });
  });
  await school.asVisitor((ctx) =>
    requestCode(ctx, { email: squatter.email, purpose: "reset", schoolSecret: SCHOOL_SECRET }),
  );
  const secret = secretIn(await school.latestMail(squatter.email));
  await school.asVisitor((ctx) => resetPassword(ctx, { secret, passwordHash: "the owner's", device: DEVICE }));
  const left = await school.database.read.select().from(identities).where(eq(identities.userId, squatter.userId));
  expect(left).toEqual([]);
  const [row] = await school.database.read.select().from(users).where(eq(users.id, squatter.userId));
  expect(row?.calendarKeyHash).toBeNull();
});
