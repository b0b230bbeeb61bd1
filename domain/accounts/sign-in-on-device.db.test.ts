import { afterAll, beforeAll, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { outbox } from "#db/schema/index.ts";
import { describeDevice } from "./describe-device.ts";
import { linkIdentity } from "./link-identity.ts";
import { requestCode } from "./request-code.ts";
import { startSession } from "./start-session.ts";
import { type AccountsSchool, openAccountsSchool, SCHOOL_SECRET } from "./testing.ts";
import { signInWithCode } from "./sign-in-with-code.ts";

let school: AccountsSchool;
beforeAll(async () => {
  school = await openAccountsSchool();
});
afterAll(() => school.drop());

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const NEWER_FIREFOX = FIREFOX.replaceAll("140.0", "151.0");
const CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36";
const on = (agent: string) => ({ agent, address: "192.0.2.9" });

type Person = Awaited<ReturnType<AccountsSchool["newcomer"]>>;

/** Every way to come in, on a device. */
const WAYS: Record<string, (person: Person, agent: string) => Promise<unknown>> = {
  "a password": ({ userId, passwordHash }, agent) =>
    school.asVisitor((ctx) => startSession(ctx, { checked: { userId, passwordHash }, device: on(agent) })),
  "a mailed code": async ({ email }, agent) => {
    const schoolSecret = SCHOOL_SECRET;
    await school.asVisitor((ctx) => requestCode(ctx, { email, purpose: "sign_in", schoolSecret }));
    const code = String((await school.latestMail(email))?.payload.code);
    await school.asVisitor((ctx) => signInWithCode(ctx, { email, code, schoolSecret, device: on(agent) }));
  },
  "another account": ({ email }, agent) => {
    const identity = { provider: "google", subject: email, email, emailVerified: true, name: "Somebody" };
    return school.asVisitor((ctx) => linkIdentity(ctx, { identity, device: on(agent) }));
  },
};

const noticesTo = async (email: string) => {
  const mails = await school.database.read.select().from(outbox).where(eq(outbox.recipient, email));
  return mails.filter(({ kind }) => kind === "security_notice").map(({ payload }) => payload);
};

test.each(Object.entries(WAYS))(
  "coming in by %s from a device that was never used is told, once",
  async (_way, comeIn) => {
    const person = await school.newcomer();
    expect(await noticesTo(person.email), "the first sign-in of all, after signing up").toEqual([]);
    await comeIn(person, FIREFOX);
    expect(await noticesTo(person.email)).toMatchObject([
      { event: "new_device", device: describeDevice(FIREFOX), address: "192.0.2.9" },
    ]);
    await comeIn(person, NEWER_FIREFOX);
    expect(await noticesTo(person.email), "the same browser, updated").toHaveLength(1);
    await comeIn(person, CHROME);
    expect(await noticesTo(person.email)).toHaveLength(2);
  },
);

test("somebody's first sign-in of all is not told", async () => {
  const person = await school.person("student");
  await WAYS["another account"]?.({ email: person.email } as Person, FIREFOX);
  expect(await noticesTo(person.email)).toEqual([]);
});
