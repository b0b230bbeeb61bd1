/**
 * Every setting of the school, read from the environment once and checked as a whole.
 * A wrong value stops the start and says the setting's name, what is wrong with it, and how to mend it.
 */
import path from "node:path";
import type { TrustedProxies } from "#domain/kernel/resolve-client-address.ts";
import {
  API_PER_MINUTE,
  BACKUP_KEEP,
  HOLD_MINUTES,
  LOCAL_HOSTS,
  REFUND_CONFIRM_ABOVE,
  SESSION_IDLE_STAFF_HOURS,
  SESSION_IDLE_STUDENT_DAYS,
  type LogLevel,
  type PaymentProviderName,
  type SettingName,
  parseHeaders,
  type Settings,
  UPLOAD_MEGABYTES,
  settingsSchema,
  splitList,
  parseTrustedProxies,
  settingProblem,
} from "./settings.ts";
import { MessageError } from "#messages/message-error.ts";
import { decodeMessage, type Message, message, type Said, sourceText } from "#messages/message.ts";

export { LOCAL_HOSTS, type LogLevel, type PaymentProviderName } from "./settings.ts";

/**
 * A Checkout Session may not be made to expire sooner than 30 minutes after it was made
 * (https://docs.stripe.com/api/checkout/sessions/create, `expires_at`), so no shorter hold can cover it.
 */
export const STRIPE_SESSION_MINUTES_MIN = 30;

/** A hold that Stripe's session must fit in is begun a moment before the session, hence the one minute more. */
const HOLD_MINUTES_WITH_STRIPE = STRIPE_SESSION_MINUTES_MIN + 1;

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
  host: string;
  /** Scheme, host and port without a slash at the end: for links in mails and for origin checks. */
  url: string;
  /** Which proxies are believed about where a request comes from. */
  trustedProxies: TrustedProxies;
  /** Absolute. Everything that must survive is in it. */
  dataDir: string;
  /** Whether a real school may be kept where nothing lasts. */
  allowEphemeral: boolean;
  /** How many server processes; null for as many as the machine has cores and memory for. */
  processes: number | null;
  database: { engine: "sqlite"; file: string } | { engine: "postgres"; url: string };
  /** File systems that the database may lie on although it should not: `overlay`, `tmpfs` and so on, as Linux names them. */
  allowedFilesystems: string[];
  /** Null when none is set: then `schoolSecret()` finds the one kept in the data folder. */
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
  paymentProviders: PaymentProviderName[];
  stripe: { secretKey: string; webhookSecret: string; host: string; port: number; protocol: "http" | "https" } | null;
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

export type SettingProblem = { name: string; message: Said };

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

const isRealSchool = (settings: Settings) => settings.MATRICULA_OWNER_EMAIL !== undefined;
const portOf = (settings: Settings) => Number(settings.PORT ?? 3000);
const urlOf = (settings: Settings) => new URL(settings.MATRICULA_URL ?? `http://localhost:${portOf(settings)}`).origin;

function providersOf(settings: Settings): PaymentProviderName[] {
  const named = splitList(settings.MATRICULA_PAYMENT_PROVIDERS ?? "") as PaymentProviderName[];
  if (named.length > 0) return named;
  return isRealSchool(settings) ? ["bank"] : ["sandbox"];
}

/** Names the ones that are missing from a group of settings which only make sense together. */
function listMissing(settings: Settings, group: SettingName[]): SettingProblem[] {
  const missing = group.filter((name) => settings[name] === undefined);
  if (missing.length === 0 || missing.length === group.length) return [];
  const others = group
    .filter((name) => settings[name] !== undefined)
    .reduce<string | Message>(
      (first, second) => (first === "" ? second : message("config.and", { first, second })),
      "",
    );
  return missing.map((name) => ({
    name,
    message: settingProblem(
      message("config.not_set_but_others", { others }),
      message("config.mend_not_set_but_others", { name, others }),
    ),
  }));
}

function checkAddress(settings: Settings): SettingProblem[] {
  const url = new URL(urlOf(settings));
  if (!isRealSchool(settings) && settings.HOST !== undefined && !LOCAL_HOSTS.has(settings.HOST)) {
    const what = message("config.demo_listens_locally");
    const mend = message("config.mend_demo_listens_locally");
    return [{ name: "HOST", message: settingProblem(what, mend) }];
  }
  if (!isRealSchool(settings) || url.protocol === "https:" || LOCAL_HOSTS.has(url.hostname)) return [];
  return [
    {
      name: "MATRICULA_URL",
      message: settingProblem(
        message("config.real_school_needs_https"),
        message("config.mend_real_school_needs_https", { host: url.host }),
      ),
    },
  ];
}

function checkPayments(settings: Settings): SettingProblem[] {
  const found: SettingProblem[] = [];
  const say = (name: SettingName, what: Message, mend: Message) =>
    found.push({ name, message: settingProblem(what, mend) });
  const providers = providersOf(settings);

  if (isRealSchool(settings) && providers.includes("sandbox")) {
    say(
      "MATRICULA_PAYMENT_PROVIDERS",
      message("config.no_sandbox_in_real_school"),
      message("config.mend_no_sandbox_in_real_school"),
    );
  }
  if (!isRealSchool(settings) && settings.STRIPE_SECRET_KEY?.includes("_live_")) {
    say("STRIPE_SECRET_KEY", message("config.no_live_key_in_demo"), message("config.mend_no_live_key_in_demo"));
  }
  if (providers.includes("stripe")) {
    for (const name of ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"] as const) {
      if (settings[name] !== undefined) continue;
      say(name, message("config.stripe_needs_setting"), message("config.mend_stripe_needs_setting", { name }));
    }
    if (
      settings.MATRICULA_HOLD_MINUTES !== undefined &&
      Number(settings.MATRICULA_HOLD_MINUTES) < HOLD_MINUTES_WITH_STRIPE
    ) {
      say(
        "MATRICULA_HOLD_MINUTES",
        message("config.hold_too_short_for_stripe", { minutes: STRIPE_SESSION_MINUTES_MIN }),
        message("config.mend_hold_too_short_for_stripe", { minutes: HOLD_MINUTES_WITH_STRIPE }),
      );
    }
  }
  if (settings.STRIPE_API_PROTOCOL === "http" && !LOCAL_HOSTS.has(settings.STRIPE_API_HOST ?? "")) {
    say("STRIPE_API_PROTOCOL", message("config.stripe_http_is_local"), message("config.mend_stripe_http_is_local"));
  }
  return found.concat(listMissing(settings, ["MATRICULA_BANK_ACCOUNT_HOLDER", "MATRICULA_BANK_IBAN"]));
}

function checkAccounts(settings: Settings): SettingProblem[] {
  const found = [
    ...listMissing(settings, ["AUTH_GOOGLE_ID", "AUTH_GOOGLE_SECRET"]),
    ...listMissing(settings, ["AUTH_GITHUB_ID", "AUTH_GITHUB_SECRET"]),
    ...listMissing(settings, ["AUTH_OIDC_ISSUER", "AUTH_OIDC_ID", "AUTH_OIDC_SECRET"]),
  ];
  if (settings.SMTP_URL !== undefined && settings.MATRICULA_MAIL_FROM === undefined) {
    found.push({
      name: "MATRICULA_MAIL_FROM",
      message: settingProblem(message("config.mail_needs_sender"), message("config.mend_mail_needs_sender")),
    });
  }
  return found;
}

/** The bytes on disk: a path as given for `file:`, taken from the folder the school was started in. */
function databaseOf(settings: Settings, dataDir: string): Config["database"] {
  const url = settings.DATABASE_URL;
  if (url === undefined) return { engine: "sqlite", file: path.join(dataDir, "matricula.db") };
  if (!url.startsWith("file:")) return { engine: "postgres", url };
  return { engine: "sqlite", file: path.resolve(url.slice("file:".length).replace(/^\/\/(?=\/)/, "")) };
}

/** Beside the data folder: what loses or exchanges the database's own folder must not take it along. */
function getCheckpointFile(settings: Settings, dataDir: string): string | null {
  const named = settings.MATRICULA_MARK_FILE;
  if (named !== undefined) return path.resolve(/* turbopackIgnore: true */ named);
  return isRealSchool(settings) ? `${dataDir}.ledger-mark.json` : null;
}

function checkCheckpointFile(settings: Settings, dataDir: string): SettingProblem[] {
  const database = databaseOf(settings, dataDir);
  if (settings.MATRICULA_MARK_FILE === undefined || database.engine === "postgres") return [];
  const away = path.relative(path.dirname(database.file), path.resolve(settings.MATRICULA_MARK_FILE));
  if (away.startsWith("..") || path.isAbsolute(away)) return [];
  const what = message("config.checkpoint_beside_database");
  return [
    {
      name: "MATRICULA_MARK_FILE",
      message: settingProblem(what, message("config.mend_checkpoint_beside_database")),
    },
  ];
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
    key: settings.MATRICULA_BACKUP_KEY ? Buffer.from(settings.MATRICULA_BACKUP_KEY, "base64") : null,
    keep: { hourly, daily, weekly, monthly },
    s3:
      url && keyId && secret
        ? { url: url.replace(/\/+$/, ""), region: settings.MATRICULA_BACKUP_S3_REGION ?? "us-east-1", keyId, secret }
        : null,
  };
}

function checkBackups(settings: Settings): SettingProblem[] {
  const found = listMissing(settings, [
    "MATRICULA_BACKUP_S3_URL",
    "MATRICULA_BACKUP_S3_KEY_ID",
    "MATRICULA_BACKUP_S3_SECRET",
  ]);
  if (settings.MATRICULA_BACKUP_S3_URL !== undefined && settings.MATRICULA_BACKUP_KEY === undefined) {
    const what = message("config.backup_needs_key");
    const mend = message("config.mend_backup_needs_key");
    found.push({ name: "MATRICULA_BACKUP_KEY", message: settingProblem(what, mend) });
  }
  return found;
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

function checkTraces(settings: Settings): SettingProblem[] {
  const { OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: share } = settings;
  if (share === undefined || sampler?.endsWith("traceidratio")) return [];
  const what = message("config.share_without_sampler");
  const mend = message("config.mend_share_without_sampler");
  return [{ name: "OTEL_TRACES_SAMPLER_ARG", message: settingProblem(what, mend) }];
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
            webhookSecret: STRIPE_WEBHOOK_SECRET,
            host: settings.STRIPE_API_HOST ?? "api.stripe.com",
            port: Number(settings.STRIPE_API_PORT ?? 443),
            protocol: settings.STRIPE_API_PROTOCOL ?? "https",
          }
        : null,
    bank:
      MATRICULA_BANK_ACCOUNT_HOLDER && MATRICULA_BANK_IBAN
        ? {
            accountHolder: MATRICULA_BANK_ACCOUNT_HOLDER,
            iban: MATRICULA_BANK_IBAN.replaceAll(" ", "").toUpperCase(),
            bankName: settings.MATRICULA_BANK_NAME ?? null,
          }
        : null,
  };
}

// The build must be able to say this path without the bundler copying what is in it.
const dataDirOf = (settings: Settings) =>
  path.resolve(/* turbopackIgnore: true */ settings.MATRICULA_DATA_DIR ?? "data");

const CHECKS: readonly ((settings: Settings) => SettingProblem[])[] = [
  checkAddress,
  checkPayments,
  checkAccounts,
  checkBackups,
  (settings) => checkCheckpointFile(settings, dataDirOf(settings)),
  checkTraces,
];

/** Which settings contradict each other. */
const findConflicts = (settings: Settings) => CHECKS.flatMap((check) => check(settings));

/** The same beside settings that are wrong by themselves: those count as set, and nothing more is said of them. */
function findOtherConflicts(given: Record<string, string | undefined>, wrong: ReadonlySet<string>): SettingProblem[] {
  const right = settingsSchema.safeParse(
    Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name))),
  );
  if (!right.success) return [];
  const asWrong = Object.fromEntries([...wrong].map((name) => [name, given[name]]));
  const found = CHECKS.flatMap((check) => {
    try {
      return check({ ...right.data, ...asWrong });
    } catch {
      // It reads one of those that are wrong.
      return [];
    }
  });
  return found.filter(
    ({ name, message }) => ![...wrong].some((each) => name === each || sourceText(message).includes(each)),
  );
}

/**
 * The settings in `env` (a blank one counts as not set) as a checked configuration.
 * Reads nothing but its argument. Throws one `ConfigError` that names every wrong setting.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const names = Object.keys(settingsSchema.shape);
  const given = Object.fromEntries(
    names.map((name) => [name, env[name]?.trim()]).filter(([, value]) => value !== undefined && value !== ""),
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
    host: settings.HOST ?? "127.0.0.1",
    url,
    trustedProxies: parseTrustedProxies(settings.MATRICULA_TRUSTED_PROXIES ?? TRUSTED_PROXIES) ?? { count: 0 },
    dataDir,
    allowEphemeral: settings.MATRICULA_ALLOW_EPHEMERAL === "yes",
    processes: settings.WEB_CONCURRENCY === undefined ? null : Number(settings.WEB_CONCURRENCY),
    database: databaseOf(settings, dataDir),
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
  cached ??= readConfig(process.env);
  return cached;
}
