/** Which settings contradict each other, each with what mends it. */
import path from "node:path";
import { type Message, message, type Said, sourceText } from "#messages/message.ts";
import { databaseOf, dataDirOf, isRealSchool, providersOf, urlOf } from "./derive-settings.ts";
import { LOCAL_HOSTS, settingProblem } from "./setting-values.ts";
import { type SettingName, type Settings, settingsSchema } from "./settings.ts";

/**
 * A Checkout Session may not be made to expire sooner than 30 minutes after it was made
 * (https://docs.stripe.com/api/checkout/sessions/create, `expires_at`), so no shorter hold can cover it.
 */
export const STRIPE_SESSION_MINUTES_MIN = 30;

/** A hold that Stripe's session must fit in is begun a moment before the session, hence the one minute more. */
export const HOLD_MINUTES_WITH_STRIPE = STRIPE_SESSION_MINUTES_MIN + 1;

export type SettingProblem = { name: string; message: Said };

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

function checkCheckpointFile(settings: Settings, dataDir: string): SettingProblem[] {
  const database = databaseOf(settings, dataDir);
  if (settings.MATRICULA_CHECKPOINT_FILE === undefined || database.engine === "postgres") return [];
  const away = path.relative(path.dirname(database.file), path.resolve(settings.MATRICULA_CHECKPOINT_FILE));
  if (away.startsWith("..") || path.isAbsolute(away)) return [];
  const what = message("config.checkpoint_beside_database");
  return [
    {
      name: "MATRICULA_CHECKPOINT_FILE",
      message: settingProblem(what, message("config.mend_checkpoint_beside_database")),
    },
  ];
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

function checkTraces(settings: Settings): SettingProblem[] {
  const { OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: share } = settings;
  if (share === undefined || sampler?.endsWith("traceidratio")) return [];
  const what = message("config.share_without_sampler");
  const mend = message("config.mend_share_without_sampler");
  return [{ name: "OTEL_TRACES_SAMPLER_ARG", message: settingProblem(what, mend) }];
}

const FOR_POSTGRES = [
  ["DATABASE_REPLICA_URL", "config.replica_needs_postgres", "config.mend_replica_needs_postgres"],
  ["MATRICULA_DIRECT_DATABASE_URL", "config.direct_needs_postgres", "config.mend_direct_needs_postgres"],
] as const;

/** A file has neither replica nor pooler. */
function checkAddressesBesideFile(settings: Settings): SettingProblem[] {
  const { DATABASE_URL: url } = settings;
  if (url !== undefined && !url.startsWith("file:")) return [];
  return FOR_POSTGRES.filter(([name]) => settings[name] !== undefined).map(([name, what, mend]) => ({
    name,
    message: settingProblem(message(what), message(mend)),
  }));
}

const CHECKS: readonly ((settings: Settings) => SettingProblem[])[] = [
  checkAddress,
  checkPayments,
  checkAccounts,
  checkBackups,
  (settings) => checkCheckpointFile(settings, dataDirOf(settings)),
  checkTraces,
  checkAddressesBesideFile,
];

/** Which settings contradict each other. */
export const findConflicts = (settings: Settings) => CHECKS.flatMap((check) => check(settings));

/** The same beside settings that are wrong by themselves: those count as set, and nothing more is said of them. */
export function findOtherConflicts(
  given: Record<string, string | undefined>,
  wrong: ReadonlySet<string>,
): SettingProblem[] {
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
