import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.ts";
import { STRIPE_SESSION_MINUTES_MIN } from "./find-conflicts.ts";
import { readStoredSecrets } from "./stored-secrets.ts";
import { settingsSchema } from "./settings.ts";

const REAL = { MATRICULA_OWNER_EMAIL: "owner@school.example", MATRICULA_URL: "https://school.example" };
const STRIPE = { STRIPE_SECRET_KEY: "sk_test_123", STRIPE_WEBHOOK_SECRET: "whsec_123" };

/** The settings that the refusal names, in its order; an empty list when the configuration is accepted. */
function refused(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.wrongSettings.map(({ name }) => name);
  }
}

describe("what is not set", () => {
  test("makes the demo school: this machine only, the sandbox, SQLite in the data folder", () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      isReal: false,
      port: 3000,
      host: "127.0.0.1",
      url: "http://localhost:3000",
      paymentProviders: ["sandbox"],
      holdMinutes: 15,
      passwordLengthMin: 12,
      sessionIdleMs: { staff: 12 * 3_600_000, student: 30 * 24 * 3_600_000 },
      refundConfirmAbove: 500,
      secret: null,
      stripe: null,
      bank: null,
    });
    expect(config.dataDir).toBe(path.resolve("data"));
    expect(config.database).toEqual({ engine: "sqlite", file: path.resolve("data/matricula.db") });
  });

  test("includes what is blank", () => {
    expect(readConfig({ PORT: "", MATRICULA_OWNER_EMAIL: "  " })).toMatchObject({ port: 3000, isReal: false });
  });

  test("leaves a real school with bank transfer", () => {
    expect(readConfig({ ...REAL })).toMatchObject({
      isReal: true,
      paymentProviders: ["bank"],
      url: "https://school.example",
    });
  });

  test("keeps the ledger's checkpoint beside the data folder of a real school, and none in the demo", () => {
    expect(readConfig({ ...REAL, MATRICULA_DATA_DIR: "/srv/school" }).checkpointFile).toBe(
      "/srv/school.ledger-checkpoint.json",
    );
    expect(readConfig({}).checkpointFile).toBeNull();
    expect(readConfig({ MATRICULA_CHECKPOINT_FILE: "/srv/mark.json" }).checkpointFile).toBe("/srv/mark.json");
    expect(readConfig({ MATRICULA_MARK_FILE: "/srv/mark.json" }).checkpointFile).toBe("/srv/mark.json");
    const both = { MATRICULA_CHECKPOINT_FILE: "/srv/new.json", MATRICULA_MARK_FILE: "/srv/old.json" };
    expect(readConfig(both).checkpointFile).toBe("/srv/new.json");
  });

  test("keeps attachments in the data folder, or in a folder that several servers share", () => {
    expect(readConfig({ MATRICULA_DATA_DIR: "/srv/school" }).filesDir).toBe("/srv/school/files");
    const shared = { MATRICULA_DATA_DIR: "/srv/school", MATRICULA_FILES_DIR: "/mnt/files/" };
    expect(readConfig(shared).filesDir).toBe("/mnt/files");
  });

  test("makes the address follow the port", () => {
    expect(readConfig({ PORT: "4100" }).url).toBe("http://localhost:4100");
  });
});

test("proxies are named by where they are or counted, and without a setting there is one on this machine", () => {
  const trusted = (text: string) => readConfig({ MATRICULA_TRUSTED_PROXIES: text }).trustedProxies;
  expect(trusted("2")).toEqual({ count: 2 });
  expect(trusted("0")).toEqual({ count: 0 });
  expect(trusted("10.0.0.0/8, 2001:db8::/32")).toMatchObject({ networks: [expect.anything(), expect.anything()] });
  expect(trusted("")).toEqual(trusted("loopback"));
});

test("a backup leaves the machine only encrypted", () => {
  const s3 = { MATRICULA_BACKUP_S3_URL: "https://s3.example/bucket", MATRICULA_BACKUP_S3_KEY_ID: "id" };
  expect(refused({ ...s3, MATRICULA_BACKUP_S3_SECRET: "secret" })).toEqual(["MATRICULA_BACKUP_KEY"]);
});

test("addresses of services keep what belongs to them", () => {
  expect(
    refused({
      MATRICULA_URL: "http://localhost:65535/",
      MATRICULA_TRUSTED_PROXIES: "private,10.0.0.0/8,2001:db8::/32",
      MATRICULA_CLAMD: "[::1]:3310",
      HOST: "::1",
      SMTP_URL: "smtps://office%40school.example:pass@mail.school.example:465/?pool=true",
      MATRICULA_MAIL_FROM: "office@school.example",
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318/collector",
    }),
  ).toEqual([]);
});

describe("a wrong value stops the start with its name", () => {
  const wrongValues: [name: string, value: string][] = [
    ["MATRICULA_CHECKPOINT_FILE", "data/mark.json"],
    ["MATRICULA_FILES_DIR", "x".repeat(1001)],
    ["MATRICULA_TRUSTED_PROXIES", "office"],
    ["MATRICULA_TRUSTED_PROXIES", "11"],
    ["MATRICULA_TRUSTED_PROXIES", "10.0.0.0/33"],
    ["MATRICULA_TRUSTED_PROXIES", "0.0.0.0/0"],
    ["MATRICULA_TRUSTED_PROXIES", "loopback, ::/0"],
    ["MATRICULA_TRUSTED_PROXIES", "0.0.0.0/1,128.0.0.0/1"],
    ["MATRICULA_TRUSTED_PROXIES", "::ffff:0:0/96"],
    ["PORT", "http"],
    ["PORT", "0"],
    ["PORT", "65536"],
    ["HOST", "two words"],
    ["HOST", "127.0.0.1:3000"],
    ["MATRICULA_URL", "school.example"],
    ["MATRICULA_URL", "ftp://school.example"],
    ["MATRICULA_URL", "https://school.example/office"],
    ["MATRICULA_URL", "https://office:secret@school.example"],
    ["MATRICULA_URL", "https://school.example?lang=de"],
    ["MATRICULA_URL", "https://school.example#top"],
    ["MATRICULA_URL", "https://school.example:0"],
    ["MATRICULA_URL", "https://school.example:65536"],
    ["MATRICULA_URL", "https:school.example"],
    ["WEB_CONCURRENCY", "0"],
    ["MATRICULA_LEAVE_SECONDS", "121"],
    ["MATRICULA_LEAVE_SECONDS", "soon"],
    ["WEB_CONCURRENCY", "65"],
    ["MATRICULA_DATA_DIR", "a\nb"],
    ["MATRICULA_ALLOW_EPHEMERAL", "perhaps"],
    ["MATRICULA_OWNER_EMAIL", "owner"],
    ["DATABASE_URL", "mysql://localhost/school"],
    ["DATABASE_URL", "file:"],
    ["DATABASE_URL", "postgres://localhost:65536/school"],
    ["MATRICULA_MOVE_TO", "mysql://localhost/school"],
    ["DATABASE_REPLICA_URL", "file:/srv/school.db"],
    ["DATABASE_REPLICA_URL", "postgres://localhost/school"],
    ["MATRICULA_DIRECT_DATABASE_URL", "file:/srv/school.db"],
    ["MATRICULA_DIRECT_DATABASE_URL", "postgres://localhost/school"],
    ["MATRICULA_SECRET", "short"],
    ["MATRICULA_MONITORING_TOKEN", "short"],
    ["MATRICULA_LOG_LEVEL", "loud"],
    ["MATRICULA_HOLD_MINUTES", "4"],
    ["MATRICULA_HOLD_MINUTES", "1441"],
    ["MATRICULA_HOLD_MINUTES", "7.5"],
    ["MATRICULA_PASSWORD_LENGTH_MIN", "7"],
    ["MATRICULA_SESSION_IDLE_STAFF_HOURS", "0"],
    ["MATRICULA_SESSION_IDLE_STUDENT_DAYS", "31"],
    ["MATRICULA_REFUND_CONFIRM_ABOVE", "-1"],
    ["MATRICULA_API_PER_MINUTE", "-1"],
    ["MATRICULA_UPLOAD_MEGABYTES", "half"],
    ["MATRICULA_VIES_URL", "vies"],
    ["MATRICULA_CLAMD", "clamav"],
    ["MATRICULA_CLAMD", "clamav:port"],
    ["MATRICULA_CLAMD", "clamav:0"],
    ["MATRICULA_CLAMD", "clamav:65536"],
    ["MATRICULA_CLAMD", "[::1]:99999"],
    ["MATRICULA_CLAMD", "[1:2]:3310"],
    ["MATRICULA_PAYMENT_PROVIDERS", "paypal"],
    ["MATRICULA_PAYMENT_PROVIDERS", "bank,bank"],
    ["STRIPE_SECRET_KEY", "pk_test_123"],
    ["STRIPE_WEBHOOK_SECRET", "secret"],
    ["STRIPE_API_HOST", "http://localhost"],
    ["STRIPE_API_PORT", "-1"],
    ["MATRICULA_SANDBOX_PORT", "0"],
    ["STRIPE_API_PORT", "65536"],
    ["STRIPE_API_PROTOCOL", "ftp"],
    ["SMTP_URL", "mail.school.example"],
    ["SMTP_URL", "smtp://mail.school.example:65536"],
    ["MATRICULA_MAIL_FROM", "the office"],
    ["MATRICULA_BANK_ACCOUNT_HOLDER", "x".repeat(141)],
    ["MATRICULA_BANK_IBAN", "DE00 3704 0044 0532 0130 00"],
    ["MATRICULA_BANK_NAME", "x".repeat(141)],
    ["MATRICULA_ALLOW_FILESYSTEM", "Every one"],
    ["MATRICULA_BACKUP", "yes"],
    ["MATRICULA_BACKUP_DIR", "a\nb"],
    ["MATRICULA_BACKUP_KEY", "a passphrase"],
    // A recipient is no identity, one letter is wrong, the case is mixed, and its kind is another.
    ["MATRICULA_BACKUP_KEY", "age1q9a9th0k6w400mavt6tnyvweh8xhsz6rug577jfwfhne2wfca36qg8g2ra"],
    ["MATRICULA_BACKUP_KEY", "AGE-SECRET-KEY-1VYS8YETRDAEXGETYYP4K27FQVYS8YETRDAEXGETYYP4K27FQVYSQQ0FVWQ"],
    ["MATRICULA_BACKUP_KEY", "AGE-SECRET-KEY-1vys8yetrdaexgetyyp4k27fqvys8yetrdaexgetyyp4k27fqvysqq0fvwt"],
    ["MATRICULA_BACKUP_KEY", "AGE-SECRET-KEY-PQ-1VYS8YETRDAEXGETYYP4K27FQVYS8YETRDAEXGETYYP4K27FQVYSQQ0FVWT"],
    ["MATRICULA_BACKUP_KEEP", "24,14"],
    ["MATRICULA_BACKUP_S3_URL", "https://s3.example"],
    ["MATRICULA_BACKUP_S3_URL", "http://s3.example/bucket"],
    ["MATRICULA_BACKUP_S3_URL", "https://id:secret@s3.example/bucket"],
    ["MATRICULA_BACKUP_S3_URL", "https://s3.example:65536/bucket"],
    ["MATRICULA_BACKUP_S3_REGION", "x".repeat(61)],
    ["MATRICULA_BACKUP_S3_KEY_ID", "x\ny"],
    ["MATRICULA_BACKUP_S3_SECRET", "x\ny"],
    ["MATRICULA_JOBS", "some"],
    ["AUTH_GOOGLE_ID", "x".repeat(401)],
    ["AUTH_GOOGLE_SECRET", "x\ny"],
    ["AUTH_GITHUB_ID", "x\ny"],
    ["AUTH_GITHUB_SECRET", "x\ny"],
    ["AUTH_OIDC_ISSUER", "http://login.school.example"],
    ["AUTH_OIDC_ISSUER", "https://id:secret@login.school.example"],
    ["AUTH_OIDC_ISSUER", "https://login.school.example/?tenant=1"],
    ["AUTH_OIDC_ID", "x\ny"],
    ["AUTH_OIDC_SECRET", "x\ny"],
    ["AUTH_OIDC_NAME", "x".repeat(61)],
    ["AUTH_OIDC_TRUST_EMAIL", "perhaps"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "127.0.0.1:4318"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "grpc://127.0.0.1:4317"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318?key=1"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "http://key@127.0.0.1:4318"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:65536"],
    ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "authorization"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "authorization=%zz"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "authorization=a%0d%0ab"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "two words=a"],
    ["OTEL_SERVICE_NAME", "x".repeat(101)],
    ["OTEL_TRACES_SAMPLER", "some"],
    ["OTEL_TRACES_SAMPLER_ARG", "1.1"],
    ["OTEL_TRACES_SAMPLER_ARG", "a tenth"],
  ];

  test.each(wrongValues)("%s=%j", (name, value) => {
    expect(refused({ [name]: value })).toEqual([name]);
  });

  test("and no setting is without such a test", () => {
    expect([...new Set(wrongValues.map(([name]) => name))].sort()).toEqual(Object.keys(settingsSchema.shape).sort());
  });

  test("and the message says every one of them, what is wrong, and the mend, but no value", () => {
    const read = () => readConfig({ PORT: "soon", STRIPE_SECRET_KEY: "hunter2" });
    expect(read).toThrow(/PORT: it must be a whole number from 1 to 65535\. Mend: set PORT to/);
    expect(read).toThrow(/STRIPE_SECRET_KEY: it is not a Stripe secret key\. Mend: /);
    expect(read).not.toThrow("hunter2");
  });
});

describe("traces", () => {
  const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.example/otlp/" };

  test("are off unless a collector is named, whatever else is set for every program of a machine", () => {
    expect(readConfig({ OTEL_SERVICE_NAME: "school", OTEL_TRACES_SAMPLER: "always_on" }).traces).toBeNull();
  });

  test("go below the collector's address, all of them, under the school's own name", () => {
    expect(readConfig(ENDPOINT).traces).toEqual({
      url: "https://collector.example/otlp/v1/traces",
      headers: {},
      serviceName: "matricula",
      sampler: { name: "always_on", ratio: 1 },
    });
  });

  test("take the collector's headers, percent-decoded, and a share to keep", () => {
    const more = {
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20a=b, x-team = school",
      OTEL_SERVICE_NAME: "evening",
      OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
      OTEL_TRACES_SAMPLER_ARG: "0.25",
    };
    expect(readConfig({ ...ENDPOINT, ...more }).traces).toMatchObject({
      headers: { authorization: "Bearer a=b", "x-team": "school" },
      serviceName: "evening",
      sampler: { name: "traceidratio", ratio: 0.25 },
    });
  });
});

describe("settings that do not fit each other are refused", () => {
  test.each<[what: string, env: Record<string, string>, names: string[]]>([
    ["a demo school open to the network", { HOST: "0.0.0.0" }, ["HOST"]],
    ["a share of traces that no sampler asks for", { OTEL_TRACES_SAMPLER_ARG: "0.1" }, ["OTEL_TRACES_SAMPLER_ARG"]],
    ["a real school over http", { ...REAL, MATRICULA_URL: "http://school.example" }, ["MATRICULA_URL"]],
    [
      "a real school on the sandbox",
      { ...REAL, MATRICULA_PAYMENT_PROVIDERS: "bank,sandbox" },
      ["MATRICULA_PAYMENT_PROVIDERS"],
    ],
    ["a demo with a live key", { ...STRIPE, STRIPE_SECRET_KEY: "sk_live_123" }, ["STRIPE_SECRET_KEY"]],
    ["Stripe without its keys", { MATRICULA_PAYMENT_PROVIDERS: "stripe" }, Object.keys(STRIPE)],
    [
      "a Stripe stand-in elsewhere over http",
      { STRIPE_API_PROTOCOL: "http", STRIPE_API_HOST: "example.org" },
      ["STRIPE_API_PROTOCOL"],
    ],
    [
      "a real school over http, beside an owner's address that is wrong",
      { MATRICULA_OWNER_EMAIL: "nobody", MATRICULA_URL: "http://school.example" },
      ["MATRICULA_OWNER_EMAIL", "MATRICULA_URL"],
    ],
    [
      "Stripe without one key, beside another that is wrong",
      { MATRICULA_PAYMENT_PROVIDERS: "stripe", STRIPE_SECRET_KEY: "x" },
      ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"],
    ],
    ["a bank account without a number", { MATRICULA_BANK_ACCOUNT_HOLDER: "School" }, ["MATRICULA_BANK_IBAN"]],
    ["mail without a sender", { SMTP_URL: "smtp://localhost:25" }, ["MATRICULA_MAIL_FROM"]],
    ["half of Google", { AUTH_GOOGLE_ID: "x" }, ["AUTH_GOOGLE_SECRET"]],
    ["half of GitHub", { AUTH_GITHUB_SECRET: "x" }, ["AUTH_GITHUB_ID"]],
    ["a third of OIDC", { AUTH_OIDC_ISSUER: "https://login.school.example" }, ["AUTH_OIDC_ID", "AUTH_OIDC_SECRET"]],
    [
      "a hold that Stripe's page outlives",
      { ...STRIPE, MATRICULA_PAYMENT_PROVIDERS: "stripe", MATRICULA_HOLD_MINUTES: "15" },
      ["MATRICULA_HOLD_MINUTES"],
    ],
  ])("%s", (_, env, names) => {
    expect(refused(env)).toEqual(names);
  });
});

describe("what is set", () => {
  test("reaches the configuration", () => {
    const config = readConfig({
      ...REAL,
      ...STRIPE,
      DATABASE_URL: "postgres://school:secret@db.example:5432/matricula",
      MATRICULA_PAYMENT_PROVIDERS: "stripe, bank",
      MATRICULA_BANK_ACCOUNT_HOLDER: "Evening School",
      MATRICULA_BANK_IBAN: "de89 3704 0044 0532 0130 00",
      MATRICULA_MAIL_FROM: "Evening School <office@school.example>",
      AUTH_OIDC_ISSUER: "https://login.school.example",
      AUTH_OIDC_ID: "matricula",
      AUTH_OIDC_SECRET: "s",
    });
    expect(config.database).toEqual({
      engine: "postgres",
      url: "postgres://school:secret@db.example:5432/matricula?sslmode=require&uselibpqcompat=true",
    });
    expect(config.paymentProviders).toEqual(["stripe", "bank"]);
    expect(config.holdMinutes).toBeGreaterThan(STRIPE_SESSION_MINUTES_MIN);
    expect(config.stripe).toMatchObject({ host: "api.stripe.com", port: 443, protocol: "https" });
    expect(config.bank).toEqual({ accountHolder: "Evening School", iban: "DE89370400440532013000", bankName: null });
    expect(config.oauth.oidc).toMatchObject({ id: "matricula", name: "Single sign-on" });
  });

  test.each([
    ["file:./school.db", path.resolve("school.db")],
    ["file:/var/lib/school.db", "/var/lib/school.db"],
    ["file:///var/lib/school.db", "/var/lib/school.db"],
  ])("as %s is the file %s", (url, file) => {
    expect(readConfig({ DATABASE_URL: url }).database).toEqual({ engine: "sqlite", file });
  });

  test("may name a pooler, and PostgreSQL itself behind it", () => {
    const [url, directUrl] = ["postgres://localhost:6432/school", "postgres://localhost:5432/school"];
    const { database } = readConfig({ DATABASE_URL: url, MATRICULA_DIRECT_DATABASE_URL: directUrl });
    expect(database).toMatchObject({ engine: "postgres", url, directUrl });
  });

  test("may be http for a real school on this machine", () => {
    expect(refused({ ...REAL, MATRICULA_URL: "http://localhost:3000" })).toEqual([]);
  });
});

test(".env.example says every setting that is read, and no other", () => {
  const example = readFileSync(path.join(import.meta.dirname, "../.env.example"), "utf8");
  const said = [...example.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
  expect(said.sort()).toEqual(Object.keys(settingsSchema.shape).sort());
});

describe("the kept secret", () => {
  const dirs: string[] = [];
  const dataDir = () => {
    const dir = mkdtempSync(path.join(tmpdir(), "matricula-config-"));
    dirs.push(dir);
    return dir;
  };
  afterEach(() => {
    for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true });
  });
  const SECRET = JSON.stringify({ secret: "s".repeat(43) });

  test("is null before one was made", () => {
    expect(readStoredSecrets(dataDir())).toBeNull();
  });

  test("is refused when others may read it", () => {
    const dir = dataDir();
    writeFileSync(path.join(dir, "secrets.json"), SECRET, { mode: 0o644 });
    expect(() => readStoredSecrets(dir)).toThrow(/permissions are 0644.*chmod 0600/);
  });

  test("is refused when the file is a link", () => {
    const dir = dataDir();
    writeFileSync(path.join(dir, "elsewhere"), SECRET, { mode: 0o600 });
    symlinkSync("elsewhere", path.join(dir, "secrets.json"));
    expect(() => readStoredSecrets(dir)).toThrow(/is a link/);
  });

  test("is refused when the file holds none, rather than replaced", () => {
    const dir = dataDir();
    writeFileSync(path.join(dir, "secrets.json"), "{}", { mode: 0o600 });
    expect(() => readStoredSecrets(dir)).toThrow(/holds no secret.*backup/);
  });
});
