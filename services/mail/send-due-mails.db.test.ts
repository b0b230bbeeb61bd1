import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { outbox, users } from "#db/schema/index.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { signUp } from "#domain/accounts/sign-up.ts";
import { createSystemActor, visitor } from "#domain/kernel/actor.ts";
import { createFakeClock } from "#domain/kernel/clock.ts";
import { enqueueMail } from "#domain/kernel/enqueue-mail.ts";
import type { Letter } from "#domain/mail/sender.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { setSchoolLanguages, withLanguage } from "#messages/request-language.ts";
import { openRuntime, runtime, setRuntime, write } from "#runtime";
import { asStep } from "#tests/support/as-step.ts";
import { sendDueMails } from "./send-due-mails.ts";

let database: TestDatabase;
let folder: string;
const letters: Letter[] = [];
const always = async () => true;
const LANGUAGES = { language: "en", moreLanguages: ["de"] };

beforeAll(async () => {
  database = await openTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "matricula-mails-"));
  const clock = createFakeClock(new Date("2026-01-08T10:00:00Z"));
  const settings = readConfig({ MATRICULA_DATA_DIR: folder });
  setRuntime(openRuntime(settings, { database, clock, secret: "a secret for tests that is long enough" }));
  runtime().mail = { send: async (letter) => void letters.push(letter), close: () => {} };
  const owner = { type: "user", id: "usr_owner", roles: ["owner"], provenAt: clock() } as const;
  await write({ actor: owner as never }, (ctx) => changeSettings(ctx, LANGUAGES));
  setSchoolLanguages(LANGUAGES);
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

const joins = (email: string) =>
  write({ actor: visitor }, (ctx) =>
    signUp(ctx, { name: "Mara", email, passwordHash: "x", device: { agent: "", address: "" } }),
  );

test("of many who sign up at once on pages in two languages, each gets a mail in the language of their page", async () => {
  const people = Array.from({ length: 20 }, (_, n) => ({
    email: `p${n}@example.org`,
    prefix: n % 2 === 0 ? "de" : undefined,
  }));
  // Their writes share commits, and run in the turn of whoever began one.
  await Promise.all(
    people.map(({ email, prefix }) => withLanguage(prefix === undefined ? {} : { prefix }, () => joins(email))),
  );
  // The job runs in no request, or in the wrong one.
  await withLanguage({ prefix: "de" }, () => sendDueMails(always));
  for (const { email, prefix } of people) {
    const letter = letters.find(({ to }) => to === email);
    expect([email, letter?.language]).toEqual([email, prefix ?? "en"]);
    expect(letter?.html).toContain(`<html lang="${prefix ?? "en"}" dir="ltr">`);
    expect(letter?.text.includes("Hello Mara")).toBe(prefix === undefined);
  }
  const [mail] = await database.read.select().from(outbox).where(eq(outbox.recipient, "p1@example.org"));
  expect(mail, "what was sent is kept, and in which language").toMatchObject({ state: "sent", language: "en" });
  const [account] = await database.read.select().from(users).where(eq(users.email, "p1@example.org"));
  expect(account?.language, "nobody who has chosen nothing is bound to today's language of the school").toBeNull();
});

test("what is kept of a mail is what was sent, without the link or code that opened an account", async () => {
  await joins("mara@example.org");
  await sendDueMails(always);
  const letter = letters.find(({ to }) => to === "mara@example.org");
  const secret = /\/account\/verify\/(\S+)/.exec(letter?.text ?? "")?.[1] as string;
  expect(secret.length).toBeGreaterThan(10);
  const [mail] = await database.read.select().from(outbox).where(eq(outbox.recipient, "mara@example.org"));
  expect(mail?.letter).toMatchObject({ subject: letter?.subject, language: "en", direction: "ltr" });
  expect(mail?.letter?.text).toContain("Hello Mara");
  expect(JSON.stringify(mail)).not.toContain(secret);
});

test("a code that is asked for while a long batch is sent leaves after the letter that is being sent", async () => {
  const notice = (n: number) =>
    ({ kind: "password_changed", to: `many${n}@example.org`, payload: { name: "Kim" } }) as const;
  const promise = (mail: Parameters<typeof enqueueMail>[1]) =>
    write(
      { actor: createSystemActor("test") },
      asStep((ctx) => enqueueMail(ctx, mail)),
    );
  for (let n = 0; n < 8; n++) await promise({ ...notice(n), dedupeKey: `many ${n}` });
  let sent = 0;
  const from = letters.length;
  await sendDueMails(async () => {
    const payload = { name: "Ada", code: "482913", minutes: 10 };
    if (++sent === 3) await promise({ kind: "sign_in_code", to: "ada@example.org", payload, dedupeKey: "code" });
    return true;
  });
  expect(letters.slice(from).findIndex(({ to }) => to === "ada@example.org")).toBe(3);
});

test("without a mail server a mail is kept as it was written, but for what opens an account", async () => {
  const sender = runtime().mail;
  runtime().mail = null;
  await joins("kim@example.org");
  const notice = { kind: "password_changed", to: "kim@example.org", payload: { name: "Kim" }, dedupeKey: "1" } as const;
  await write(
    { actor: createSystemActor("test") },
    asStep((ctx) => enqueueMail(ctx, notice)),
  );
  await sendDueMails(always);
  runtime().mail = sender;
  const mails = await database.read.select().from(outbox).where(eq(outbox.recipient, "kim@example.org"));
  const kept = mails.map(({ kind, sentAt, letter }) => [kind, sentAt, letter?.text.includes("Hello Kim")]);
  expect(kept.toSorted()).toEqual([
    ["password_changed", null, true],
    ["verify_address", null, undefined],
  ]);
});
