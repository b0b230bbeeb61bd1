import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { outbox, users } from "#db/schema/index.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { signUp } from "#domain/accounts/sign-up.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { createFakeClock } from "#domain/kernel/clock.ts";
import type { Letter } from "#domain/mail/sender.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { setSchoolLanguages, withLanguage } from "#messages/request-language.ts";
import { openRuntime, runtime, setRuntime, write } from "#runtime";
import { sendDueMails } from "./send-due-mails.ts";

let database: TestDatabase;
let folder: string;
const letters: Letter[] = [];
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
  await withLanguage({ prefix: "de" }, sendDueMails);
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
