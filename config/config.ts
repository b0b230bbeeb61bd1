/**
 * Every setting of the school, read from the environment once and checked as a whole.
 * A wrong value stops the start and says the setting's name, what is wrong with it, and how to mend it.
 */
import path from "node:path";
import { setTimelinesFile } from "#db/postgres-timelines.ts";
import type { TrustedProxies } from "#domain/kernel/resolve-client-address.ts";
import { compactCode } from "#domain/kernel/modulo97.ts";
import { MessageError } from "#messages/message-error.ts";
import { decodeMessage, message } from "#messages/message.ts";
import {
  type DatabaseAddress,
  databaseOf,
  dataDirOf,
  isRealSchool,
  portOf,
  providersOf,
  urlOf,
} from "./derive-settings.ts";
import { parseBackupKey } from "./backup-key.ts";
import { findConflicts, findOtherConflicts, HOLD_MINUTES_WITH_STRIPE, type SettingProblem } from "./find-conflicts.ts";
import {
  API_PER_MINUTE,
  BACKUP_KEEP,
  HOLD_MINUTES,
  REFUND_CONFIRM_ABOVE,
  SESSION_IDLE_STAFF_HOURS,
  SESSION_IDLE_STUDENT_DAYS,
  UPLOAD_MEGABYTES,
  VIES_URL,
} from "./defaults.ts";
import { parseHeaders, parseTrustedProxies, splitList } from "./setting-values.ts";
import { FORMER_NAMES, type LogLevel, type PaymentProviderName, type Settings, settingsSchema } from "./settings.ts";

export type { LogLevel, PaymentProviderName } from "./settings.ts";
export { LOCAL_HOSTS } from "./setting-values.ts";

/** One proxy on the same machine. */
const TRUSTED_PROXIES = "loopback";

export type OAuthClient = { id: string; secret: string };

export type BackupConfig = {
  /** Whether the school makes backups by itself. By hand they can always be made. */
  automatic: boolean;
  /** Absolute. */
  dir: string;
  /** 32 bytes; null when backups are not encrypted. */
  key: Buffer | null;
  /** How many are kept of each kind. */
  keep: { hourly: number; daily: number; weekly: number; monthly: number };
  /** A second place for them; `url` names the bucket and what its names begin with. */
  s3: { url: string; region: string; keyId: string; secret: string } | null;
};

/** Where traces go, and which of them. */
export type TracesConfig = {
  url: string;
  headers: Record<string, string>;
  serviceName: string;
  sampler: { name: "always_on" | "always_off" | "traceidratio"; ratio: number };
};

export type Config = {
  /** True when an owner is named; otherwise it is the demo school, which cannot take real money. */
  isReal: boolean;
  ownerEmail: string | null;
  port: number;
  /** Where the sandbox gateway tells the school what was paid, if that is another process; null for this one. */
  sandboxPort: number | null;
  host: string;
  /** Scheme, host and port without a slash at the end: for links in mails and for origin checks. */
  url: string;
  /** Which proxies are believed about where a request comes from. */
  trustedProxies: TrustedProxies;
  /** Absolute. Everything that must survive is in it. */
  dataDir: string;
  /** Absolute. Where attachments are: a folder that all servers of a school share, or one in the data folder. */
  filesDir: string;
  /** Whether a real school may be kept where nothing lasts. */
  allowEphemeral: boolean;
  /** How many server processes; null for as many as the machine has cores and memory for. */
  processes: number | null;
  /** How long a server that is told to end answers on, so that a front server sends people to another one first. */
  leaveMs: number;
  database: DatabaseAddress;
  /** Where `npm run move-database` is told to move the school, when its command line does not say. */
  moveTo: string | null;
  /** File systems that the database may lie on although it should not: `overlay`, `tmpfs` and so on, as Linux names them. */
  allowedFilesystems: string[];
  /** Null when none is set: then `getSchoolSecret()` finds the one kept in the data folder. */
  secret: string | null;
  /** Absolute. Where it is noted outside of the database how far its ledger had come; null in a demo school that names none. */
  checkpointFile: string | null;
  /** What a program that watches the school may send in the place of an API token, which only the database knows. */
  monitoringToken: string | null;
  logLevel: LogLevel;
  holdMinutes: number;
  passwordLengthMin: number;
  /** After how long a sign-in that nobody uses ends. */
  sessionIdleMs: { staff: number; student: number };
  /** Above how many of its currency (500 is CHF 500.00) a refund asks for the password again. */
  refundConfirmAbove: number;
  /** Requests a minute of one API token, in each process; 0 for no limit. */
  apiPerMinute: number;
  /** What people may send: bytes of one person in all, 0 for no limit, and where ClamAV's daemon looks at them. */
  uploads: { bytesMax: number; clamd: string | null };
  /** Where VAT ids are asked for, once the school wants that. */
  viesUrl: string;
  paymentProviders: PaymentProviderName[];
  /** `webhookSecrets`: more than one while they are being exchanged; a message that any of them proves is taken. */
  stripe: {
    secretKey: string;
    webhookSecrets: string[];
    host: string;
    port: number;
    protocol: "http" | "https";
  } | null;
  mail: { smtpUrl: string | null; from: string };
  bank: { accountHolder: string; iban: string; bankName: string | null } | null;
  backup: BackupConfig;
  /** Whether a server does the school's jobs. One that does not only answers requests. */
  runsJobs: boolean;
  /** Null when no collector is named: then nothing is traced. */
  traces: TracesConfig | null;
  oauth: {
    google: OAuthClient | null;
    github: OAuthClient | null;
    /** `trustsEmail`: the issuer's word is taken for an address of which it does not say whether it is confirmed. */
    oidc: (OAuthClient & { issuer: string; name: string; trustsEmail: boolean }) | null;
  };
};

/** Thrown with every wrong setting at once, so that one start is enough to learn them all. */
export class ConfigError extends MessageError {
  override name = "ConfigError";
  readonly wrongSettings: SettingProblem[];

  constructor(wrongSettings: SettingProblem[]) {
    const lines = wrongSettings
      .map(({ name, message: problem }) => message("config.setting", { name, problem }))
      .reduce((first, second) => message("config.lines", { first, second }));
    super(message("config.configuration_is_wrong", { lines }));
    this.wrongSettings = wrongSettings;
  }
}

/** Beside the data folder: what loses or exchanges the database's own folder must not take it along. */
function getCheckpointFile(settings: Settings, dataDir: string): string | null {
  const named = settings.MATRICULA_CHECKPOINT_FILE;
  if (named !== undefined) return path.resolve(/* turbopackIgnore: true */ named);
  return isRealSchool(settings) ? `${dataDir}.ledger-checkpoint.json` : null;
}

function backupOf(settings: Settings, dataDir: string): BackupConfig {
  const keep = (settings.MATRICULA_BACKUP_KEEP ?? BACKUP_KEEP).split(",").map(Number);
  const [hourly = 0, daily = 0, weekly = 0, monthly = 0] = keep;
  const {
    MATRICULA_BACKUP_S3_URL: url,
    MATRICULA_BACKUP_S3_KEY_ID: keyId,
    MATRICULA_BACKUP_S3_SECRET: secret,
  } = settings;
  return {
    automatic: (settings.MATRICULA_BACKUP ?? (isRealSchool(settings) ? "on" : "off")) === "on",
    dir: path.resolve(/* turbopackIgnore: true */ settings.MATRICULA_BACKUP_DIR ?? path.join(dataDir, "backups")),
    key: parseBackupKey(settings.MATRICULA_BACKUP_KEY ?? "") ?? null,
    keep: { hourly, daily, weekly, monthly },
    s3:
      url && keyId && secret
        ? { url: url.replace(/\/+$/, ""), region: settings.MATRICULA_BACKUP_S3_REGION ?? "us-east-1", keyId, secret }
        : null,
  };
}

/** As the standard has it: the endpoint is a base, below which traces have a place of their own. */
function tracesOf(settings: Settings): TracesConfig | null {
  const endpoint = settings.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return null;
  // No trace begins elsewhere, so what a parent decided is what was decided here.
  const name = (settings.OTEL_TRACES_SAMPLER ?? "always_on").replace("parentbased_", "");
  return {
    url: `${endpoint.replace(/\/+$/, "")}/v1/traces`,
    headers: parseHeaders(settings.OTEL_EXPORTER_OTLP_HEADERS ?? "") ?? {},
    serviceName: settings.OTEL_SERVICE_NAME ?? "matricula",
    sampler: {
      name: name as TracesConfig["sampler"]["name"],
      ratio: Number(settings.OTEL_TRACES_SAMPLER_ARG ?? 1),
    },
  };
}

function oauthOf(settings: Settings): Config["oauth"] {
  const client = (id?: string, secret?: string) => (id && secret ? { id, secret } : null);
  const oidc = client(settings.AUTH_OIDC_ID, settings.AUTH_OIDC_SECRET);
  return {
    google: client(settings.AUTH_GOOGLE_ID, settings.AUTH_GOOGLE_SECRET),
    github: client(settings.AUTH_GITHUB_ID, settings.AUTH_GITHUB_SECRET),
    oidc:
      oidc && settings.AUTH_OIDC_ISSUER
        ? {
            ...oidc,
            issuer: settings.AUTH_OIDC_ISSUER,
            // eslint-disable-next-line matricula/no-literal-text -- a name, as Google is one; AUTH_OIDC_NAME gives another
            name: settings.AUTH_OIDC_NAME ?? "Single sign-on",
            trustsEmail: settings.AUTH_OIDC_TRUST_EMAIL === "yes",
          }
        : null,
  };
}

function moneyOf(settings: Settings): Pick<Config, "holdMinutes" | "paymentProviders" | "stripe" | "bank"> {
  const paymentProviders = providersOf(settings);
  const holdMinutes = paymentProviders.includes("stripe") ? HOLD_MINUTES_WITH_STRIPE : HOLD_MINUTES;
  const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, MATRICULA_BANK_ACCOUNT_HOLDER, MATRICULA_BANK_IBAN } = settings;
  return {
    paymentProviders,
    holdMinutes: Number(settings.MATRICULA_HOLD_MINUTES ?? holdMinutes),
    stripe:
      STRIPE_SECRET_KEY && STRIPE_WEBHOOK_SECRET
        ? {
            secretKey: STRIPE_SECRET_KEY,
            webhookSecrets: splitList(STRIPE_WEBHOOK_SECRET),
            host: settings.STRIPE_API_HOST ?? "api.stripe.com",
            port: Number(settings.STRIPE_API_PORT ?? 443),
            protocol: settings.STRIPE_API_PROTOCOL ?? "https",
          }
        : null,
    bank:
      MATRICULA_BANK_ACCOUNT_HOLDER && MATRICULA_BANK_IBAN
        ? {
            accountHolder: MATRICULA_BANK_ACCOUNT_HOLDER,
            iban: compactCode(MATRICULA_BANK_IBAN),
            bankName: settings.MATRICULA_BANK_NAME ?? null,
          }
        : null,
  };
}

/**
 * The settings in `env` (a blank one counts as not set) as a checked configuration.
 * Reads nothing but its argument. Throws one `ConfigError` that names every wrong setting.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const names = [...Object.entries(FORMER_NAMES), ...Object.keys(settingsSchema.shape).map((name) => [name, name])];
  const given = Object.fromEntries(
    names
      .map(([said = "", name = said]) => [name, env[said]?.trim() ?? ""] as const)
      .filter(([, value]) => value !== ""),
  );
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path: [name], message }) => ({
      name: String(name),
      message: decodeMessage(message),
    }));
    throw new ConfigError([...wrong, ...findOtherConflicts(given, new Set(wrong.map(({ name }) => name)))]);
  }
  const settings = parsed.data;
  const conflicts = findConflicts(settings);
  if (conflicts.length > 0) throw new ConfigError(conflicts);
  const dataDir = dataDirOf(settings);

  const url = urlOf(settings);
  return {
    isReal: isRealSchool(settings),
    ownerEmail: settings.MATRICULA_OWNER_EMAIL ?? null,
    port: portOf(settings),
    sandboxPort: settings.MATRICULA_SANDBOX_PORT === undefined ? null : Number(settings.MATRICULA_SANDBOX_PORT),
    host: settings.HOST ?? "127.0.0.1",
    url,
    trustedProxies: parseTrustedProxies(settings.MATRICULA_TRUSTED_PROXIES ?? TRUSTED_PROXIES) ?? { count: 0 },
    dataDir,
    filesDir: path.resolve(/* turbopackIgnore: true */ settings.MATRICULA_FILES_DIR ?? path.join(dataDir, "files")),
    allowEphemeral: settings.MATRICULA_ALLOW_EPHEMERAL === "yes",
    processes: settings.WEB_CONCURRENCY === undefined ? null : Number(settings.WEB_CONCURRENCY),
    leaveMs: Number(settings.MATRICULA_LEAVE_SECONDS ?? 0) * 1_000,
    database: databaseOf(settings, dataDir),
    moveTo: settings.MATRICULA_MOVE_TO ?? null,
    allowedFilesystems: splitList(settings.MATRICULA_ALLOW_FILESYSTEM ?? ""),
    secret: settings.MATRICULA_SECRET ?? null,
    monitoringToken: settings.MATRICULA_MONITORING_TOKEN ?? null,
    logLevel: settings.MATRICULA_LOG_LEVEL ?? "info",
    passwordLengthMin: Number(settings.MATRICULA_PASSWORD_LENGTH_MIN ?? 12),
    sessionIdleMs: {
      staff: Number(settings.MATRICULA_SESSION_IDLE_STAFF_HOURS ?? SESSION_IDLE_STAFF_HOURS) * 3_600_000,
      student: Number(settings.MATRICULA_SESSION_IDLE_STUDENT_DAYS ?? SESSION_IDLE_STUDENT_DAYS) * 86_400_000,
    },
    refundConfirmAbove: Number(settings.MATRICULA_REFUND_CONFIRM_ABOVE ?? REFUND_CONFIRM_ABOVE),
    uploads: {
      bytesMax: Number(settings.MATRICULA_UPLOAD_MEGABYTES ?? UPLOAD_MEGABYTES) * 1_000_000,
      clamd: settings.MATRICULA_CLAMD ?? null,
    },
    viesUrl: settings.MATRICULA_VIES_URL ?? VIES_URL,
    apiPerMinute: Number(settings.MATRICULA_API_PER_MINUTE ?? API_PER_MINUTE),
    ...moneyOf(settings),
    mail: {
      smtpUrl: settings.SMTP_URL ?? null,
      from: settings.MATRICULA_MAIL_FROM ?? `no-reply@${new URL(url).hostname}`,
    },
    backup: backupOf(settings, dataDir),
    checkpointFile: getCheckpointFile(settings, dataDir),
    runsJobs: settings.MATRICULA_JOBS !== "off",
    traces: tracesOf(settings),
    oauth: oauthOf(settings),
  };
}

let cached: Config | undefined;

/** The configuration of this process, read when it is first asked for. Throws `ConfigError`. */
export function config(): Config {
  if (!cached) {
    cached = readConfig(process.env);
    // Before anything is asked of the database.
    setTimelinesFile(path.join(/* turbopackIgnore: true */ cached.dataDir, "postgres-timelines.json"));
  }
  return cached;
}
