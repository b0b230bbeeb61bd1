/** The settings by their names in the environment, each with what makes it wrong on its own and how to mend it. */
import { z } from "zod";
import { readEmail } from "#domain/kernel/email-address.ts";
import { AddressProblem, normalisePostgresAddress } from "#db/postgres-address.ts";
import type { SessionAttribute } from "#db/postgres-hosts.ts";
import { describeIbanFault } from "#domain/kernel/describe-iban-fault.ts";
import { isTooWide, readNetworks } from "#domain/kernel/networks.ts";
import { isHost, isServiceAddress, isSocketOrHostPort } from "#domain/kernel/service-address.ts";
import { type Message, message } from "#messages/message.ts";
import { parseBackupKey } from "./backup-key.ts";
import {
  HOLD_MINUTES,
  API_PER_MINUTE,
  SESSION_IDLE_STAFF_HOURS,
  SESSION_IDLE_STUDENT_DAYS,
  REFUND_CONFIRM_ABOVE,
  UPLOAD_MEGABYTES,
  BACKUP_KEEP,
} from "./defaults.ts";
import {
  splitList,
  settingIssue,
  wholeNumber,
  address,
  senderAddress,
  isEncryptedInTransit,
  word,
  PROXIES_MAX,
  parseTrustedProxies,
  parseHeaders,
} from "./setting-values.ts";

export const PAYMENT_PROVIDERS = ["sandbox", "stripe", "bank"] as const;
export type PaymentProviderName = (typeof PAYMENT_PROVIDERS)[number];

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Which traces are kept, by OpenTelemetry's names (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/). */
const SAMPLERS = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;

/** The address as every part of the school reads it. */
function toPostgresAddress(text: string, problem: z.RefinementCtx, among?: SessionAttribute): string {
  try {
    return normalisePostgresAddress(text, among);
  } catch (error) {
    if (!(error instanceof AddressProblem)) throw error;
    problem.addIssue({ code: "custom", message: settingIssue(error.told, error.mend) });
    return z.NEVER;
  }
}

const postgresAddress = (mend: Message, among?: SessionAttribute) =>
  z
    .string()
    .refine((text) => /^postgres(ql)?:\/\/.+/.test(text), {
      message: settingIssue(message("config.not_a_replica_url"), mend),
      abort: true,
    })
    .transform((text, problem) => toPostgresAddress(text, problem, among));

/** The settings by their names in the environment. Nothing else is read from it; `.env.example` says the same names. */
export const settingsSchema = z.object({
  PORT: wholeNumber(1, 65535, message("config.mend_port")).optional(),
  HOST: z
    .string()
    .refine(isHost, { message: settingIssue(message("config.not_a_host_or_address"), message("config.mend_host")) })
    .optional(),
  MATRICULA_URL: z
    .string()
    .refine((text) => isServiceAddress(text, ["http:", "https:"]), {
      message: settingIssue(message("config.url_is_wrong"), message("config.mend_url")),
    })
    .optional(),
  MATRICULA_TRUSTED_PROXIES: word("MATRICULA_TRUSTED_PROXIES", 2_000)
    .refine((text) => parseTrustedProxies(text) !== undefined, {
      message: settingIssue(message("config.proxies_are_wrong", { max: PROXIES_MAX }), message("config.mend_proxies")),
      abort: true,
    })
    .refine((text) => !readNetworks(splitList(text)).networks.some(isTooWide), {
      message: settingIssue(message("config.proxies_too_many"), message("config.mend_proxies_too_many")),
    })
    .optional(),
  MATRICULA_CHECKPOINT_FILE: word("MATRICULA_CHECKPOINT_FILE", 1000).optional(),
  WEB_CONCURRENCY: wholeNumber(1, 64, message("config.mend_web_concurrency")).optional(),
  MATRICULA_LEAVE_SECONDS: wholeNumber(0, 120, message("config.mend_leave_seconds")).optional(),
  MATRICULA_DATA_DIR: word("MATRICULA_DATA_DIR", 1000).optional(),
  MATRICULA_FILES_DIR: word("MATRICULA_FILES_DIR", 1000).optional(),
  MATRICULA_ALLOW_EPHEMERAL: z
    .enum(["yes", "no"], settingIssue(message("config.not_yes_or_no"), message("config.mend_allow_ephemeral")))
    .optional(),
  MATRICULA_OWNER_EMAIL: address(message("config.mend_owner_email")).optional(),
  MATRICULA_ALLOW_FILESYSTEM: z
    .string()
    .regex(
      /^[a-z0-9._-]{1,40}(,[a-z0-9._-]{1,40})*$/,
      settingIssue(message("config.not_filesystems"), message("config.mend_allow_filesystem")),
    )
    .optional(),
  DATABASE_URL: z
    .string()
    .refine((text) => /^(postgres(ql)?:\/\/|file:).+/.test(text), {
      message: settingIssue(message("config.not_a_database_url"), message("config.mend_database_url")),
      abort: true,
    })
    .transform((text, problem) => (text.startsWith("file:") ? text : toPostgresAddress(text, problem)))
    .optional(),
  /** Past the pooler that DATABASE_URL may name. */
  MATRICULA_DIRECT_DATABASE_URL: postgresAddress(message("config.mend_direct_url")).optional(),
  /** Read by `npm run move-database` alone. */
  MATRICULA_MOVE_TO: z
    .string()
    .refine((text) => /^(postgres(ql)?:\/\/|file:).+/.test(text), {
      message: settingIssue(message("config.not_a_database_url"), message("config.mend_move_to")),
    })
    .optional(),
  DATABASE_REPLICA_URL: postgresAddress(message("config.mend_replica_url"), "prefer-standby").optional(),
  MATRICULA_SECRET: word("MATRICULA_SECRET")
    .refine((text) => text.length >= 32, {
      message: settingIssue(message("config.secret_too_short"), message("config.mend_secret")),
    })
    .optional(),
  MATRICULA_MONITORING_TOKEN: z
    .string()
    .regex(
      /^[A-Za-z0-9_-]{32,100}$/,
      settingIssue(message("config.not_a_monitoring_token"), message("config.mend_monitoring_token")),
    )
    .optional(),
  MATRICULA_LOG_LEVEL: z
    .enum(
      LOG_LEVELS,
      settingIssue(
        message("config.not_a_log_level"),
        message("config.mend_log_level", { names: LOG_LEVELS.join(", ") }),
      ),
    )
    .optional(),
  MATRICULA_HOLD_MINUTES: wholeNumber(5, 1440, message("config.mend_hold_minutes", { value: HOLD_MINUTES })).optional(),
  MATRICULA_API_PER_MINUTE: wholeNumber(
    0,
    10_000_000,
    message("config.mend_api_per_minute", { value: API_PER_MINUTE }),
  ).optional(),
  MATRICULA_UPLOAD_MEGABYTES: wholeNumber(
    0,
    1_000_000,
    message("config.mend_upload_megabytes", { value: UPLOAD_MEGABYTES }),
  ).optional(),
  MATRICULA_VIES_URL: z
    .string()
    .refine((text) => isServiceAddress(text, ["https:", "http:"], { path: true }), {
      message: settingIssue(message("config.url_is_wrong"), message("config.mend_vies_url")),
    })
    .optional(),
  MATRICULA_CLAMD: z
    .string()
    .refine(isSocketOrHostPort, {
      message: settingIssue(message("config.not_a_socket_or_host"), message("config.mend_clamd")),
    })
    .optional(),
  MATRICULA_PASSWORD_LENGTH_MIN: wholeNumber(8, 128, message("config.mend_password_length_min")).optional(),
  MATRICULA_SESSION_IDLE_STAFF_HOURS: wholeNumber(
    1,
    720,
    message("config.mend_session_idle_staff_hours", { value: SESSION_IDLE_STAFF_HOURS }),
  ).optional(),
  MATRICULA_SESSION_IDLE_STUDENT_DAYS: wholeNumber(
    1,
    30,
    message("config.mend_session_idle_student_days", { value: SESSION_IDLE_STUDENT_DAYS }),
  ).optional(),
  MATRICULA_REFUND_CONFIRM_ABOVE: wholeNumber(
    0,
    100_000_000,
    message("config.mend_refund_confirm_above", { value: REFUND_CONFIRM_ABOVE }),
  ).optional(),
  MATRICULA_PAYMENT_PROVIDERS: z
    .string()
    .refine((text) => splitList(text).every((name) => (PAYMENT_PROVIDERS as readonly string[]).includes(name)), {
      message: settingIssue(
        message("config.payment_provider_unknown"),
        message("config.mend_payment_providers", { names: PAYMENT_PROVIDERS.join(", ") }),
      ),
    })
    .refine((text) => new Set(splitList(text)).size === splitList(text).length, {
      message: settingIssue(message("config.payment_provider_twice"), message("config.mend_payment_provider_twice")),
    })
    .optional(),
  STRIPE_SECRET_KEY: word("STRIPE_SECRET_KEY")
    .regex(
      /^(sk|rk)_(test|live)_\w+$/,
      settingIssue(message("config.not_a_stripe_secret_key"), message("config.mend_stripe_secret_key")),
    )
    .optional(),
  STRIPE_WEBHOOK_SECRET: word("STRIPE_WEBHOOK_SECRET")
    .regex(
      /^whsec_[^\s,]+(?:\s*,\s*whsec_[^\s,]+){0,3}$/,
      settingIssue(message("config.not_a_webhook_secret"), message("config.mend_stripe_webhook_secret")),
    )
    .optional(),
  MATRICULA_SANDBOX_PORT: wholeNumber(1, 65535, message("config.mend_sandbox_port")).optional(),
  STRIPE_API_HOST: z
    .string()
    .regex(
      /^[A-Za-z0-9.-]{1,253}$/,
      settingIssue(message("config.not_a_host_name"), message("config.mend_stripe_api_host")),
    )
    .optional(),
  STRIPE_API_PORT: wholeNumber(1, 65535, message("config.mend_stripe_api_port")).optional(),
  STRIPE_API_PROTOCOL: z
    .enum(
      ["http", "https"],
      settingIssue(message("config.not_http_or_https"), message("config.mend_stripe_api_protocol")),
    )
    .optional(),
  SMTP_URL: z
    .string()
    .refine((text) => isServiceAddress(text.replace(/\?[^#]*$/, ""), ["smtp:", "smtps:"], { account: true }), {
      message: settingIssue(message("config.not_an_smtp_url"), message("config.mend_smtp_url")),
    })
    .optional(),
  MATRICULA_MAIL_FROM: word("MATRICULA_MAIL_FROM", 320)
    .refine((text) => "email" in readEmail(senderAddress(text)), {
      message: settingIssue(message("config.no_address_in_mail_from"), message("config.mend_mail_from")),
    })
    .optional(),
  MATRICULA_BANK_ACCOUNT_HOLDER: word("MATRICULA_BANK_ACCOUNT_HOLDER", 140).optional(),
  MATRICULA_BANK_IBAN: z
    .string()
    .superRefine((text, problem) => {
      const fault = describeIbanFault(text);
      if (!fault) return;
      const isMistyped = fault.key === "fields.iban_wrong";
      const what = isMistyped ? message("config.check_digits_do_not_fit") : message("config.iban_fault", { fault });
      problem.addIssue({ code: "custom", message: settingIssue(what, message("config.mend_bank_iban")) });
    })
    .optional(),
  MATRICULA_BANK_NAME: word("MATRICULA_BANK_NAME", 140).optional(),
  MATRICULA_BACKUP: z
    .enum(["on", "off"], settingIssue(message("config.not_on_or_off"), message("config.mend_backup")))
    .optional(),
  MATRICULA_BACKUP_DIR: word("MATRICULA_BACKUP_DIR", 1000).optional(),
  MATRICULA_BACKUP_KEY: z
    .string()
    .refine((text) => parseBackupKey(text) !== undefined, {
      message: settingIssue(message("config.not_a_backup_key"), message("config.mend_backup_key")),
    })
    .optional(),
  MATRICULA_BACKUP_KEEP: z
    .string()
    .regex(
      /^\d{1,4}(,\d{1,4}){3}$/,
      settingIssue(message("config.not_four_numbers"), message("config.mend_backup_keep", { value: BACKUP_KEEP })),
    )
    .optional(),
  MATRICULA_BACKUP_S3_URL: z
    .string()
    .refine(
      (text) => isServiceAddress(text, ["https:", "http:"], { path: true }) && new URL(text).pathname.length > 1,
      {
        message: settingIssue(message("config.not_a_bucket"), message("config.mend_backup_s3_url")),
      },
    )
    .refine(isEncryptedInTransit, {
      message: settingIssue(
        message("config.not_encrypted_in_transit"),
        message("config.mend_not_encrypted_in_transit"),
      ),
    })
    .optional(),
  MATRICULA_BACKUP_S3_REGION: word("MATRICULA_BACKUP_S3_REGION", 60).optional(),
  MATRICULA_BACKUP_S3_KEY_ID: word("MATRICULA_BACKUP_S3_KEY_ID").optional(),
  MATRICULA_BACKUP_S3_SECRET: word("MATRICULA_BACKUP_S3_SECRET").optional(),
  MATRICULA_JOBS: z
    .enum(["on", "off"], settingIssue(message("config.not_on_or_off"), message("config.mend_jobs")))
    .optional(),
  AUTH_GOOGLE_ID: word("AUTH_GOOGLE_ID").optional(),
  AUTH_GOOGLE_SECRET: word("AUTH_GOOGLE_SECRET").optional(),
  AUTH_GITHUB_ID: word("AUTH_GITHUB_ID").optional(),
  AUTH_GITHUB_SECRET: word("AUTH_GITHUB_SECRET").optional(),
  AUTH_OIDC_ISSUER: z
    .string()
    .refine((text) => isServiceAddress(text, ["https:", "http:"], { path: true }) && isEncryptedInTransit(text), {
      message: settingIssue(message("config.not_an_https_address"), message("config.mend_oidc_issuer")),
    })
    .optional(),
  AUTH_OIDC_ID: word("AUTH_OIDC_ID").optional(),
  AUTH_OIDC_SECRET: word("AUTH_OIDC_SECRET").optional(),
  AUTH_OIDC_NAME: word("AUTH_OIDC_NAME", 60).optional(),
  AUTH_OIDC_TRUST_EMAIL: z
    .enum(["yes", "no"], settingIssue(message("config.not_yes_or_no"), message("config.mend_oidc_trust_email")))
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine((text) => isServiceAddress(text, ["http:", "https:"], { path: true }), {
      message: settingIssue(message("config.not_an_endpoint"), message("config.mend_otlp_endpoint")),
    })
    .optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(["http/json"], settingIssue(message("config.not_the_otlp_protocol"), message("config.mend_otlp_protocol")))
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: word("OTEL_EXPORTER_OTLP_HEADERS", 4_000)
    .refine((text) => parseHeaders(text) !== undefined, {
      message: settingIssue(message("config.not_headers"), message("config.mend_otlp_headers")),
    })
    .optional(),
  OTEL_SERVICE_NAME: word("OTEL_SERVICE_NAME", 100).optional(),
  OTEL_TRACES_SAMPLER: z
    .enum(
      SAMPLERS,
      settingIssue(
        message("config.not_a_sampler"),
        message("config.mend_traces_sampler", { names: SAMPLERS.join(", ") }),
      ),
    )
    .optional(),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .refine((text) => /^(0|1|[01]?\.\d{1,9})$/.test(text) && Number(text) <= 1, {
      message: settingIssue(message("config.not_a_share"), message("config.mend_traces_sampler_arg")),
    })
    .optional(),
});

/** Names that settings had before, which go on working, by the name that each has now. */
export const FORMER_NAMES: Readonly<Record<string, SettingName>> = {
  MATRICULA_MARK_FILE: "MATRICULA_CHECKPOINT_FILE",
};

export type Settings = z.infer<typeof settingsSchema>;
export type SettingName = keyof Settings;
