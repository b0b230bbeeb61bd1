/** The settings by their names in the environment, each with what makes it wrong on its own and how to mend it. */
import { z } from "zod";
import { readEmail } from "#domain/kernel/email-address.ts";
import { AddressProblem, normalisePostgresAddress } from "#db/postgres-address.ts";
import type { TrustedProxies } from "#domain/kernel/resolve-client-address.ts";
import { isIban } from "#domain/kernel/is-iban.ts";
import { isTooWide, readNetworks } from "#domain/kernel/networks.ts";
import { isHost, isServiceAddress, isSocketOrHostPort } from "#domain/kernel/service-address.ts";

/** Says what is wrong and how to mend it, in the one form that every refusal of the configuration has. */
export const settingProblem = (what: string, mend: string) => `${what}. Mend: ${mend}.`;

export const LOCAL_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]", "::1"]);

export const PAYMENT_PROVIDERS = ["sandbox", "stripe", "bank"] as const;
export type PaymentProviderName = (typeof PAYMENT_PROVIDERS)[number];

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How long a seat is kept for someone who pays, where no provider needs longer. */
export const HOLD_MINUTES = 15;

/** How many requests one API token may make in a minute: far more than a person's script needs, far less than crowds others out. */
export const API_PER_MINUTE = 30_000;

/** After how long a sign-in that nobody uses ends: a colleague's, and a student's. */
export const SESSION_IDLE_STAFF_HOURS = 12;
export const SESSION_IDLE_STUDENT_DAYS = 30;

/** Above how many of its currency a refund asks for the password again. */
export const REFUND_CONFIRM_ABOVE = 500;

/** How many megabytes of files one person may send with their own questions in all. */
export const UPLOAD_MEGABYTES = 500;

/** How many hourly, daily, weekly and monthly backups are kept. */
export const BACKUP_KEEP = "24,14,8,12";

/** Which traces are kept, by OpenTelemetry's names (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/). */
const SAMPLERS = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;

export function splitList(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

const wholeNumber = (min: number, max: number, mend: string) =>
  z.string().refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, {
    message: settingProblem(`it must be a whole number from ${min} to ${max}`, mend),
  });

const address = (mend: string) =>
  z.string().transform((text, problem) => {
    const read = readEmail(text);
    if ("email" in read) return read.email;
    const what = "it is not an e-mail address that mail can be sent to";
    problem.addIssue({ code: "custom", message: settingProblem(what, mend) });
    return z.NEVER;
  });

/** The address in `Evening School <office@school.example>`, or all of what stands there. */
const senderAddress = (text: string) => /<([^<>]*)>$/.exec(text)?.[1] ?? text;

/** What goes there cannot be read by others on the way: it is encrypted, or stays on this machine. */
const isEncryptedInTransit = (text: string) => !/^http:/i.test(text) || LOCAL_HOSTS.has(new URL(text).hostname);

const word = (name: string, charactersMax = 400) =>
  z.string().refine((text) => text.length <= charactersMax && !/[\r\n]/.test(text), {
    message: settingProblem(
      `it must be one line of at most ${charactersMax} characters`,
      `copy ${name} again, without line breaks`,
    ),
  });

/** The most front servers that can be counted; each is one more place where an address can be made up. */
const PROXIES_MAX = 10;

/** A number of front servers, or where they are. Undefined when it is neither. */
export function parseTrustedProxies(text: string): TrustedProxies | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= PROXIES_MAX ? { count: Number(text) } : undefined;
  const { networks, wrong: others } = readNetworks(splitList(text));
  return others.length === 0 && networks.length > 0 ? { networks } : undefined;
}

/** `name=value` with commas between; a value is percent-encoded (https://www.w3.org/TR/baggage/, without properties). */
export function parseHeaders(text: string): Record<string, string> | undefined {
  const headers: Record<string, string> = {};
  for (const pair of splitList(text)) {
    const [, name, encoded = ""] = /^([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s*=\s*([\x20-\x7e]*)$/.exec(pair) ?? [];
    const value = decoded(encoded);
    if (name === undefined || value === undefined || !/^[\x20-\x7e]*$/.test(value)) return undefined;
    headers[name] = value;
  }
  return headers;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The settings by their names in the environment. Nothing else is read from it; `.env.example` says the same names. */
export const settingsSchema = z.object({
  PORT: wholeNumber(1, 65535, "set PORT to a free port, or leave it out for 3000").optional(),
  HOST: z
    .string()
    .refine(isHost, { message: settingProblem("it is not a host name or address", "leave HOST out for 127.0.0.1") })
    .optional(),
  MATRICULA_URL: z
    .string()
    .refine((text) => isServiceAddress(text, ["http:", "https:"]), {
      message: settingProblem(
        "it must be an address with http or https, without an account, a path or anything behind it",
        "set MATRICULA_URL to what people type, like https://school.example",
      ),
    })
    .optional(),
  MATRICULA_TRUSTED_PROXIES: word("MATRICULA_TRUSTED_PROXIES", 2_000)
    .refine((text) => parseTrustedProxies(text) !== undefined, {
      message: settingProblem(
        `it is neither a number of front servers, 0 to ${PROXIES_MAX}, nor a list of their addresses`,
        "set MATRICULA_TRUSTED_PROXIES like loopback,10.0.0.0/8 or 2, or leave it out for one front server on this machine",
      ),
      abort: true,
    })
    .refine((text) => !readNetworks(splitList(text)).networks.some(isTooWide), {
      message: settingProblem(
        "it holds so many addresses that strangers are among them, who could then say of any request where it comes from",
        "name the front servers' own addresses in MATRICULA_TRUSTED_PROXIES, like 10.0.0.5 or 10.0.0.0/8",
      ),
    })
    .optional(),
  MATRICULA_MARK_FILE: word("MATRICULA_MARK_FILE", 1000).optional(),
  WEB_CONCURRENCY: wholeNumber(1, 64, "leave WEB_CONCURRENCY out for one process a core").optional(),
  MATRICULA_DATA_DIR: word("MATRICULA_DATA_DIR", 1000).optional(),
  MATRICULA_ALLOW_EPHEMERAL: z
    .enum(["yes", "no"], settingProblem("it is neither yes nor no", "leave MATRICULA_ALLOW_EPHEMERAL out for no"))
    .optional(),
  MATRICULA_OWNER_EMAIL: address("set MATRICULA_OWNER_EMAIL to the owner's, like owner@school.example").optional(),
  MATRICULA_ALLOW_FILESYSTEM: z
    .string()
    .regex(
      /^[a-z0-9._-]{1,40}(,[a-z0-9._-]{1,40})*$/,
      settingProblem(
        "it does not name file systems as Linux does",
        "set MATRICULA_ALLOW_FILESYSTEM to names with commas between, like overlay,tmpfs, or leave it out",
      ),
    )
    .optional(),
  DATABASE_URL: z
    .string()
    .refine((text) => /^(postgres(ql)?:\/\/|file:).+/.test(text), {
      message: settingProblem(
        "it must begin with postgres:// or file:",
        "leave DATABASE_URL out for SQLite in the data folder, or set postgres://user:password@host:5432/name",
      ),
      abort: true,
    })
    .transform((text, problem) => {
      if (text.startsWith("file:")) return text;
      try {
        return normalisePostgresAddress(text);
      } catch (error) {
        if (!(error instanceof AddressProblem)) throw error;
        problem.addIssue({ code: "custom", message: settingProblem(error.message, error.mend) });
        return z.NEVER;
      }
    })
    .optional(),
  MATRICULA_SECRET: word("MATRICULA_SECRET")
    .refine((text) => text.length >= 32, {
      message: settingProblem(
        "it is shorter than 32 characters",
        "leave MATRICULA_SECRET out and one is made, or set the output of `openssl rand -base64 32`",
      ),
    })
    .optional(),
  MATRICULA_MONITORING_TOKEN: z
    .string()
    .regex(
      /^[A-Za-z0-9_-]{32,100}$/,
      settingProblem(
        "it is not 32 to 100 letters, digits, hyphens and underscores",
        "set MATRICULA_MONITORING_TOKEN to the output of `openssl rand -hex 32`, or leave it out",
      ),
    )
    .optional(),
  MATRICULA_LOG_LEVEL: z
    .enum(
      LOG_LEVELS,
      settingProblem("it is not a log level", `set MATRICULA_LOG_LEVEL to one of ${LOG_LEVELS.join(", ")}`),
    )
    .optional(),
  MATRICULA_HOLD_MINUTES: wholeNumber(5, 1440, `leave MATRICULA_HOLD_MINUTES out for ${HOLD_MINUTES}`).optional(),
  MATRICULA_API_PER_MINUTE: wholeNumber(
    0,
    10_000_000,
    `leave MATRICULA_API_PER_MINUTE out for ${API_PER_MINUTE}, or set 0 for no limit`,
  ).optional(),
  MATRICULA_UPLOAD_MEGABYTES: wholeNumber(
    0,
    1_000_000,
    `leave MATRICULA_UPLOAD_MEGABYTES out for ${UPLOAD_MEGABYTES}, or set 0 for no limit`,
  ).optional(),
  MATRICULA_CLAMD: z
    .string()
    .refine(isSocketOrHostPort, {
      message: settingProblem(
        "it is neither a socket's path nor a host with a port",
        "set MATRICULA_CLAMD to what clamd.conf says, like /run/clamav/clamd.ctl or localhost:3310, or leave it out",
      ),
    })
    .optional(),
  MATRICULA_PASSWORD_LENGTH_MIN: wholeNumber(8, 128, "leave MATRICULA_PASSWORD_LENGTH_MIN out for 12").optional(),
  MATRICULA_SESSION_IDLE_STAFF_HOURS: wholeNumber(
    1,
    720,
    `leave MATRICULA_SESSION_IDLE_STAFF_HOURS out for ${SESSION_IDLE_STAFF_HOURS}`,
  ).optional(),
  MATRICULA_SESSION_IDLE_STUDENT_DAYS: wholeNumber(
    1,
    30,
    `leave MATRICULA_SESSION_IDLE_STUDENT_DAYS out for ${SESSION_IDLE_STUDENT_DAYS}`,
  ).optional(),
  MATRICULA_REFUND_CONFIRM_ABOVE: wholeNumber(
    0,
    100_000_000,
    `leave MATRICULA_REFUND_CONFIRM_ABOVE out for ${REFUND_CONFIRM_ABOVE}, or set 0 to ask at every refund`,
  ).optional(),
  MATRICULA_PAYMENT_PROVIDERS: z
    .string()
    .refine((text) => splitList(text).every((name) => (PAYMENT_PROVIDERS as readonly string[]).includes(name)), {
      message: settingProblem(
        "it names a payment provider that does not exist",
        `set MATRICULA_PAYMENT_PROVIDERS to some of ${PAYMENT_PROVIDERS.join(", ")}, separated by commas`,
      ),
    })
    .refine((text) => new Set(splitList(text)).size === splitList(text).length, {
      message: settingProblem("it names a payment provider twice", "name each once in MATRICULA_PAYMENT_PROVIDERS"),
    })
    .optional(),
  STRIPE_SECRET_KEY: word("STRIPE_SECRET_KEY")
    .regex(
      /^(sk|rk)_(test|live)_\w+$/,
      settingProblem("it is not a Stripe secret key", "set STRIPE_SECRET_KEY to the sk_… of the dashboard"),
    )
    .optional(),
  STRIPE_WEBHOOK_SECRET: word("STRIPE_WEBHOOK_SECRET")
    .regex(
      /^whsec_\S+$/,
      settingProblem(
        "it is not a webhook signing secret",
        "set STRIPE_WEBHOOK_SECRET to the whsec_… of the endpoint in the dashboard",
      ),
    )
    .optional(),
  STRIPE_API_HOST: z
    .string()
    .regex(
      /^[A-Za-z0-9.-]{1,253}$/,
      settingProblem("it is not a host name", "leave STRIPE_API_HOST out for api.stripe.com"),
    )
    .optional(),
  STRIPE_API_PORT: wholeNumber(1, 65535, "leave STRIPE_API_PORT out for 443").optional(),
  STRIPE_API_PROTOCOL: z
    .enum(["http", "https"], settingProblem("it must be http or https", "leave STRIPE_API_PROTOCOL out for https"))
    .optional(),
  SMTP_URL: z
    .string()
    .refine((text) => isServiceAddress(text.replace(/\?[^#]*$/, ""), ["smtp:", "smtps:"], { account: true }), {
      message: settingProblem(
        "it must begin with smtp:// or smtps:// and name a host",
        "set SMTP_URL like smtps://user:password@mail.school.example:465, or leave it out to read mails in the admin",
      ),
    })
    .optional(),
  MATRICULA_MAIL_FROM: word("MATRICULA_MAIL_FROM", 320)
    .refine((text) => "email" in readEmail(senderAddress(text)), {
      message: settingProblem(
        "it holds no e-mail address",
        'set MATRICULA_MAIL_FROM like "Evening School <office@school.example>" or office@school.example',
      ),
    })
    .optional(),
  MATRICULA_BANK_ACCOUNT_HOLDER: word("MATRICULA_BANK_ACCOUNT_HOLDER", 140).optional(),
  MATRICULA_BANK_IBAN: z
    .string()
    .refine(isIban, {
      message: settingProblem(
        "its check digits do not fit",
        "copy MATRICULA_BANK_IBAN again from the bank's statement",
      ),
    })
    .optional(),
  MATRICULA_BANK_NAME: word("MATRICULA_BANK_NAME", 140).optional(),
  MATRICULA_BACKUP: z
    .enum(
      ["on", "off"],
      settingProblem("it must be on or off", "leave MATRICULA_BACKUP out: on in a real school, off in the demo"),
    )
    .optional(),
  MATRICULA_BACKUP_DIR: word("MATRICULA_BACKUP_DIR", 1000).optional(),
  MATRICULA_BACKUP_KEY: z
    .string()
    .refine((text) => /^[A-Za-z0-9+/_-]{43}=?$/.test(text) && Buffer.from(text, "base64").length === 32, {
      message: settingProblem(
        "it is not 32 bytes in base64",
        "set MATRICULA_BACKUP_KEY to the output of `openssl rand -base64 32`",
      ),
    })
    .optional(),
  MATRICULA_BACKUP_KEEP: z
    .string()
    .regex(
      /^\d{1,4}(,\d{1,4}){3}$/,
      settingProblem(
        "it must be four whole numbers: hours, days, weeks, months",
        `leave MATRICULA_BACKUP_KEEP out for ${BACKUP_KEEP}`,
      ),
    )
    .optional(),
  MATRICULA_BACKUP_S3_URL: z
    .string()
    .refine(
      (text) => isServiceAddress(text, ["https:", "http:"], { path: true }) && new URL(text).pathname.length > 1,
      {
        message: settingProblem(
          "it must be an address with the bucket in its path, and without an account",
          "set MATRICULA_BACKUP_S3_URL like https://s3.eu-central-1.amazonaws.com/my-bucket/school",
        ),
      },
    )
    .refine(isEncryptedInTransit, {
      message: settingProblem(
        "it goes over the network without TLS",
        "set MATRICULA_BACKUP_S3_URL to an https address",
      ),
    })
    .optional(),
  MATRICULA_BACKUP_S3_REGION: word("MATRICULA_BACKUP_S3_REGION", 60).optional(),
  MATRICULA_BACKUP_S3_KEY_ID: word("MATRICULA_BACKUP_S3_KEY_ID").optional(),
  MATRICULA_BACKUP_S3_SECRET: word("MATRICULA_BACKUP_S3_SECRET").optional(),
  MATRICULA_JOBS: z
    .enum(
      ["on", "off"],
      settingProblem("it must be on or off", "leave MATRICULA_JOBS out, and the server does its own jobs"),
    )
    .optional(),
  AUTH_GOOGLE_ID: word("AUTH_GOOGLE_ID").optional(),
  AUTH_GOOGLE_SECRET: word("AUTH_GOOGLE_SECRET").optional(),
  AUTH_GITHUB_ID: word("AUTH_GITHUB_ID").optional(),
  AUTH_GITHUB_SECRET: word("AUTH_GITHUB_SECRET").optional(),
  AUTH_OIDC_ISSUER: z
    .string()
    .refine((text) => isServiceAddress(text, ["https:", "http:"], { path: true }) && isEncryptedInTransit(text), {
      message: settingProblem(
        "it must be an https address",
        "set AUTH_OIDC_ISSUER to the issuer that the identity provider states",
      ),
    })
    .optional(),
  AUTH_OIDC_ID: word("AUTH_OIDC_ID").optional(),
  AUTH_OIDC_SECRET: word("AUTH_OIDC_SECRET").optional(),
  AUTH_OIDC_NAME: word("AUTH_OIDC_NAME", 60).optional(),
  AUTH_OIDC_TRUST_EMAIL: z
    .enum(["yes", "no"], settingProblem("it is neither yes nor no", "leave AUTH_OIDC_TRUST_EMAIL out for no"))
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine((text) => isServiceAddress(text, ["http:", "https:"], { path: true }), {
      message: settingProblem(
        "it must be an address with http or https and nothing but a path",
        "set OTEL_EXPORTER_OTLP_ENDPOINT to the collector's port for OTLP over HTTP, like http://127.0.0.1:4318, or leave it out for no traces",
      ),
    })
    .optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(
      ["http/json"],
      settingProblem("traces are sent as http/json, and as nothing else", "leave OTEL_EXPORTER_OTLP_PROTOCOL out"),
    )
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: word("OTEL_EXPORTER_OTLP_HEADERS", 4_000)
    .refine((text) => parseHeaders(text) !== undefined, {
      message: settingProblem(
        "it must be name=value, with commas between and values percent-encoded",
        "set OTEL_EXPORTER_OTLP_HEADERS like authorization=Bearer%20secret",
      ),
    })
    .optional(),
  OTEL_SERVICE_NAME: word("OTEL_SERVICE_NAME", 100).optional(),
  OTEL_TRACES_SAMPLER: z
    .enum(SAMPLERS, settingProblem("it is not a sampler", `set OTEL_TRACES_SAMPLER to one of ${SAMPLERS.join(", ")}`))
    .optional(),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .refine((text) => /^(0|1|[01]?\.\d{1,9})$/.test(text) && Number(text) <= 1, {
      message: settingProblem(
        "it must be a share from 0 to 1",
        "set OTEL_TRACES_SAMPLER_ARG like 0.1 for one trace in ten",
      ),
    })
    .optional(),
});

export type Settings = z.infer<typeof settingsSchema>;
export type SettingName = keyof Settings;
