import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { settings } from "#db/schema/index.ts";
import { listAudit } from "#domain/audit/list-audit.ts";
import { changeConnections } from "#domain/settings/change-connections.ts";
import { CONNECTIONS_KEY } from "#domain/settings/connections.ts";
import { getCatalogueVersion } from "#domain/kernel/catalogue-version.ts";
import { openRuntime, runtime, setRuntime } from "#runtime";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { openStripeServer, type StripeServer } from "#tests/support/stripe-server/server.ts";
import { sendTestMail } from "../mail/send-test-mail.ts";
import { applyConnections } from "./apply-connections.ts";
import { setConnections } from "./set-connections.ts";

const KEY = "sk_test_matricula";
const WEBHOOK = "whsec_matricula";
const bank = { MATRICULA_BANK_ACCOUNT_HOLDER: "Evening School", MATRICULA_BANK_IBAN: "CH93 0076 2011 6238 5295 7" };

let school: TestSchool;
let stripe: StripeServer;
let smtp: SMTPServer;
const taken: string[] = [];
let smtpUrl: string;
let owner: Awaited<ReturnType<TestSchool["person"]>>;
let admin: typeof owner;

beforeAll(async () => {
  school = await openTestSchool();
  stripe = await openStripeServer({ secretKey: KEY, now: school.clock });
  smtp = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    onAuth: ({ password }, _, done) =>
      password === "right" ? done(null, { user: "school" }) : done(new Error("Wrong password")),
    onData: (stream, session, done) => {
      taken.push(...session.envelope.rcptTo.map(({ address }) => address));
      stream.resume().on("end", () => done());
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  const { port } = smtp.server.address() as AddressInfo;
  smtpUrl = `smtp://school:right@127.0.0.1:${port}?ignoreTLS=true`;
  Object.assign(process.env, {
    ...{ MATRICULA_OWNER_EMAIL: "owner@school.example", MATRICULA_URL: "https://school.example" },
    ...{ STRIPE_API_HOST: "127.0.0.1", STRIPE_API_PORT: String(stripe.port), STRIPE_API_PROTOCOL: "http" },
  });
  const opened = openRuntime(readConfig(process.env), {
    ...{ database: school.database, clock: school.clock, secret: "a secret of this test school" },
  });
  setRuntime(opened);
  owner = await school.person("owner");
  admin = await school.person("admin");
});
afterAll(async () => {
  runtime().mail?.close();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
  await stripe.close();
  await school.drop();
});

const storedText = async () => {
  const rows = await school.database.read.select().from(settings).where(eq(settings.key, CONNECTIONS_KEY));
  return JSON.stringify(rows);
};

test("an owner names the school's account, and buyers are offered transfers to it from then on", async () => {
  expect(runtime().rules.paymentProviders).toEqual([]);
  const version = await getCatalogueVersion(school.database.read);
  await setConnections({ actor: owner }, "bank", bank);
  expect(runtime().config.bank).toEqual({
    accountHolder: "Evening School",
    iban: "CH9300762011623852957",
    bankName: null,
  });
  expect(runtime().rules.paymentProviders).toEqual(["bank"]);
  expect(await getCatalogueVersion(school.database.read)).toBeGreaterThan(version);
});

test("what is wrong is said beside its field, and nothing changes", async () => {
  const before = await storedText();
  const wrong = setConnections({ actor: owner }, "bank", {
    ...bank,
    MATRICULA_BANK_IBAN: "CH93 0076 2011 6238 5295 8",
  });
  await expect(wrong).rejects.toMatchObject({
    code: "invalid_input",
    detail: { fields: { MATRICULA_BANK_IBAN: { key: "fields.iban_wrong" } } },
  });
  const half = setConnections({ actor: owner }, "bank", { MATRICULA_BANK_ACCOUNT_HOLDER: "Evening School" });
  await expect(half).rejects.toMatchObject({ detail: { fields: { MATRICULA_BANK_IBAN: {} } } });
  const noKeys = setConnections({ actor: owner }, "ways", { MATRICULA_PAYMENT_PROVIDERS: "bank,stripe" });
  await expect(noKeys).rejects.toMatchObject({
    code: "invalid_input",
    said: { key: "admin_connections.stripe_first" },
  });
  const oneKey = setConnections({ actor: owner }, "stripe", { STRIPE_SECRET_KEY: KEY });
  await expect(oneKey).rejects.toMatchObject({ detail: { fields: { STRIPE_WEBHOOK_SECRET: {} } } });
  const noSender = setConnections({ actor: owner }, "mail", { SMTP_URL: smtpUrl });
  await expect(noSender).rejects.toMatchObject({ detail: { fields: { MATRICULA_MAIL_FROM: {} } } });
  expect(await storedText()).toBe(before);
});

test("a key of Stripe is tested by a call, kept sealed, and never said again", async () => {
  const refused = setConnections({ actor: owner }, "stripe", {
    ...{ STRIPE_SECRET_KEY: "sk_test_another", STRIPE_WEBHOOK_SECRET: WEBHOOK },
  });
  await expect(refused).rejects.toMatchObject({ detail: { fields: { STRIPE_SECRET_KEY: {} } } });
  await setConnections({ actor: owner }, "stripe", { STRIPE_SECRET_KEY: KEY, STRIPE_WEBHOOK_SECRET: WEBHOOK });
  await setConnections({ actor: owner }, "ways", { MATRICULA_PAYMENT_PROVIDERS: "bank,stripe" });
  expect(runtime().rules.paymentProviders).toEqual(["bank", "stripe"]);
  expect(runtime().config.stripe).toMatchObject({ secretKey: KEY, webhookSecrets: [WEBHOOK], host: "127.0.0.1" });
  const { items } = await listAudit(
    school.reading(owner),
    { action: "connection.edit" },
    {
      ...({ sort: "seq", direction: "desc", page: 1 } as const),
    },
  );
  for (const text of [await storedText(), JSON.stringify(items)]) {
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(WEBHOOK);
  }
  // A secret that is left empty stays.
  await setConnections({ actor: owner }, "stripe", { STRIPE_SECRET_KEY: "", STRIPE_WEBHOOK_SECRET: "whsec_another" });
  expect(runtime().config.stripe).toMatchObject({ secretKey: KEY, webhookSecrets: ["whsec_another"] });
});

test("a mail server is signed in to before it is kept, and a test mail says what it answers", async () => {
  const to = { email: "owner@example.org", language: "en" };
  await expect(sendTestMail(owner, to)).rejects.toMatchObject({ code: "wrong_state" });
  const from = { MATRICULA_MAIL_FROM: "Evening School <office@school.example>" };
  const wrong = setConnections({ actor: owner }, "mail", { SMTP_URL: smtpUrl.replace("right", "wrong"), ...from });
  await expect(wrong).rejects.toMatchObject({ detail: { fields: { SMTP_URL: {} } } });
  await setConnections({ actor: owner }, "mail", { SMTP_URL: smtpUrl, ...from });
  await sendTestMail(owner, to);
  expect(taken).toEqual(["owner@example.org"]);
  expect(await storedText()).not.toContain("right");
  const finance = await school.person("finance");
  await expect(sendTestMail(finance, to)).rejects.toMatchObject({ code: "forbidden" });
});

test("only owners may: neither an admin nor the verb behind the form lets the account be changed", async () => {
  await expect(setConnections({ actor: admin }, "bank", bank)).rejects.toMatchObject({ code: "forbidden" });
  const verb = school.as(admin)((ctx) => changeConnections(ctx, { part: "bank", values: bank }));
  await expect(verb).rejects.toMatchObject({ code: "forbidden" });
});

test("what the environment sets wins, whole, and cannot be changed from the browser", async () => {
  Object.assign(process.env, {
    ...{ MATRICULA_BANK_ACCOUNT_HOLDER: "The operator's", MATRICULA_BANK_IBAN: "DE89370400440532013000" },
  });
  await expect(setConnections({ actor: owner }, "bank", bank)).rejects.toMatchObject({ code: "wrong_state" });
  await setConnections({ actor: owner }, "ways", { MATRICULA_PAYMENT_PROVIDERS: "bank" });
  expect(runtime().config.bank).toMatchObject({ accountHolder: "The operator's", iban: "DE89370400440532013000" });
  delete process.env.MATRICULA_BANK_ACCOUNT_HOLDER;
  delete process.env.MATRICULA_BANK_IBAN;
});

test("another process uses it too, and with another secret of the school nothing sealed is used", async () => {
  const parts = { database: school.database, clock: school.clock };
  const reopen = (secret: string) => {
    runtime().mail?.close();
    setRuntime(openRuntime(readConfig(process.env), { ...parts, secret }));
  };
  reopen("a secret of this test school");
  expect(runtime().config.bank).toBeNull();
  await applyConnections();
  expect(runtime().config).toMatchObject({ bank: { accountHolder: "Evening School" }, stripe: { secretKey: KEY } });
  reopen("another secret of the school");
  await applyConnections();
  expect(runtime().config).toMatchObject({ bank: { accountHolder: "Evening School" }, stripe: null });
});
