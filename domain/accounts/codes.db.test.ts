import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, loginCodes, users } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { DAY_MS, MINUTE_MS } from "../kernel/clock.ts";
import { findLink } from "./find-link.ts";
import { CODE_ATTEMPTS_MAX, CODE_LIVES_MS } from "./one-time-code.ts";
import { type CodeRequest, requestCode } from "./request-code.ts";
import { resetPassword } from "./reset-password.ts";
import { type AccountsSchool, DEVICE, openAccountsSchool, refusal, SCHOOL_SECRET, secretIn } from "./testing.ts";
import { signInWithCode as tryCode } from "./sign-in-with-code.ts";
import { verifyEmail } from "./verify-email.ts";

let school: AccountsSchool;
beforeAll(async () => {
  school = await openAccountsSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const ask = (email: string, purpose: CodeRequest["purpose"], nextPath?: string) =>
  school.asVisitor((ctx) => requestCode(ctx, { email, purpose, nextPath, schoolSecret: SCHOOL_SECRET }));
const type = (email: string, code: string) =>
  school.asVisitor((ctx) => tryCode(ctx, { email, code, schoolSecret: SCHOOL_SECRET, device: DEVICE }));

/** Asks for a code and reads it from the mail. */
async function mailedCode(email: string): Promise<string> {
  await ask(email, "sign_in");
  return String((await school.latestMail(email))?.payload.code);
}

async function mailedSecret(email: string, purpose: "reset" | "verify"): Promise<string> {
  await ask(email, purpose);
  return secretIn(await school.latestMail(email));
}

const wrongOf = (code: string) => (code === "000000" ? "000001" : "000000");

describe("a mailed code", () => {
  test("signs its person in once, and leads back to where they were going", async () => {
    const { email, id } = await school.person("student");
    await ask(email, "sign_in", "/courses/bookbinding");
    const code = String((await school.latestMail(email))?.payload.code);
    expect(code).toMatch(/^\d{6}$/);
    const answer = await type(email, code);
    expect(answer).toMatchObject({ right: true, nextPath: "/courses/bookbinding", passwordDropped: false });
    if (answer.right) expect(await school.whoHolds(answer.session.token)).toMatchObject({ userId: id });
    expect(await type(email, code)).toEqual({ right: false, why: "wrong_code" });
  });

  test("is kept as a hash that the school's secret keys", async () => {
    const { email, id } = await school.person("student");
    const code = await mailedCode(email);
    const [row] = await school.database.read.select().from(loginCodes).where(eq(loginCodes.userId, id));
    expect(JSON.stringify(row)).not.toContain(code);
    const elsewhere = await school.asVisitor((ctx) =>
      tryCode(ctx, { email, code, schoolSecret: "the secret of another school", device: DEVICE }),
    );
    expect(elsewhere.right).toBe(false);
  });

  test(`is dead after ${CODE_ATTEMPTS_MAX} wrong guesses, even for the right digits`, async () => {
    const { email } = await school.person("student");
    const code = await mailedCode(email);
    for (let guess = 1; guess <= CODE_ATTEMPTS_MAX; guess++) {
      expect(await type(email, wrongOf(code))).toEqual({ right: false, why: "wrong_code" });
    }
    expect(await type(email, code)).toEqual({ right: false, why: "wrong_code" });
  });

  test("still works after one guess fewer", async () => {
    const { email } = await school.person("student");
    const code = await mailedCode(email);
    for (let guess = 1; guess < CODE_ATTEMPTS_MAX; guess++) await type(email, wrongOf(code));
    expect(await type(email, code)).toMatchObject({ right: true });
  });

  test("is over after a quarter of an hour", async () => {
    const { email } = await school.person("student");
    const code = await mailedCode(email);
    school.clock.forward(15 * MINUTE_MS);
    expect(await type(email, code)).toEqual({ right: false, why: "code_expired" });
  });

  test("dies when a newer one is asked for", async () => {
    const { email } = await school.person("student");
    const first = await mailedCode(email);
    school.clock.forward(MINUTE_MS);
    const second = await mailedCode(email);
    if (first !== second) expect(await type(email, first)).toMatchObject({ right: false });
    expect(await type(email, second)).toMatchObject({ right: true });
  });

  test("opens nobody else's account", async () => {
    const [one, other] = [await school.person("student"), await school.person("student")];
    const code = await mailedCode(one.email);
    await mailedCode(other.email);
    expect(await type(other.email, code)).toMatchObject({ right: false });
  });

  test("is asked for and guessed alike for an address that nobody has", async () => {
    const { email } = await school.person("student");
    const audits = async () => (await school.database.read.select().from(auditLog)).length;
    const costs = [];
    for (const address of [email, "nobody-at-all@example.org"]) {
      const before = await audits();
      const asked = await ask(address, "sign_in");
      const guessed = await type(address, "not it");
      costs.push({ asked, guessed, auditRows: (await audits()) - before });
    }
    expect(costs[0]).toEqual(costs[1]);
    expect(await school.latestMail("nobody-at-all@example.org")).toBeUndefined();
  });

  test("that proves an address for the first time takes away what was set up without a proof", async () => {
    const { email, userId, session } = await school.newcomer();
    const answer = await type(email, await mailedCode(email));
    expect(answer).toMatchObject({ right: true, passwordDropped: true });
    expect(await school.whoHolds(session.token)).toBeUndefined();
    const [row] = await school.database.read.select().from(users).where(eq(users.id, userId));
    expect(row).toMatchObject({ passwordHash: null, verifiedAt: school.clock() });
  });
});

describe("a link to a new password", () => {
  test("works once, signs in here and out everywhere else", async () => {
    const { email, userId, session } = await school.newcomer();
    const secret = await mailedSecret(email, "reset");
    const reset = () =>
      school.asVisitor((ctx) => resetPassword(ctx, { secret, passwordHash: "hash of a new one", device: DEVICE }));
    const done = await reset();
    expect(await school.whoHolds(session.token)).toBeUndefined();
    expect(await school.whoHolds(done.session.token)).toMatchObject({ userId, verified: true });
    await expect(reset()).rejects.toEqual(refusal("wrong_code"));
  });

  test("is shown whose it is until it is used or over", async () => {
    const { email, name } = { ...(await school.person("student")), name: /Person/ };
    const secret = await mailedSecret(email, "reset");
    const found = () => findLink(school.database.read, secret, school.clock());
    expect(await found()).toMatchObject({ email, name: expect.stringMatching(name), purpose: "reset" });
    school.clock.forward(CODE_LIVES_MS.reset);
    expect(await found()).toBeUndefined();
    const late = school.asVisitor((ctx) =>
      resetPassword(ctx, { secret, passwordHash: "hash of a new one", device: DEVICE }),
    );
    await expect(late).rejects.toEqual(refusal("code_expired"));
  });

  test("is not stored", async () => {
    const { email, id } = await school.person("student");
    const secret = await mailedSecret(email, "reset");
    const rows = await school.database.read.select().from(loginCodes).where(eq(loginCodes.userId, id));
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  test("cannot be made of a link that confirms an address", async () => {
    const { email } = await school.newcomer();
    const secret = secretIn(await school.latestMail(email));
    const misused = school.asVisitor((ctx) =>
      resetPassword(ctx, { secret, passwordHash: "hash of a new one", device: DEVICE }),
    );
    await expect(misused).rejects.toEqual(refusal("wrong_code"));
  });
});

describe("a link that confirms an address", () => {
  test("works for the person whose account it is, once", async () => {
    const { email, actor, session } = await school.newcomer();
    const secret = secretIn(await school.latestMail(email));
    await school.as(actor)((ctx) => verifyEmail(ctx, { secret }));
    expect(await school.whoHolds(session.token)).toMatchObject({ verified: true });
    await expect(school.as(actor)((ctx) => verifyEmail(ctx, { secret }))).rejects.toEqual(refusal("wrong_code"));
  });

  test("does nothing in the hands of a visitor or of somebody else", async () => {
    const { email, session } = await school.newcomer();
    const secret = secretIn(await school.latestMail(email));
    const other = await school.person("student");
    await expect(school.asVisitor((ctx) => verifyEmail(ctx, { secret }))).rejects.toEqual(refusal("not_signed_in"));
    await expect(school.as(other)((ctx) => verifyEmail(ctx, { secret }))).rejects.toEqual(refusal("not_found"));
    expect(await school.whoHolds(session.token)).toMatchObject({ verified: false });
  });

  test("is over after a day", async () => {
    const { email, actor } = await school.newcomer();
    const secret = secretIn(await school.latestMail(email));
    school.clock.forward(DAY_MS);
    await expect(school.as(actor)((ctx) => verifyEmail(ctx, { secret }))).rejects.toEqual(refusal("code_expired"));
  });
});
