import { type Config, config } from "#config/config.ts";
import { getSchoolSecret } from "#config/stored-secrets.ts";
import { BESIDE_ALL } from "#db/beside.ts";
import { openDatabase } from "#db/open.ts";
import { isCannotSave, isOverloaded } from "#db/errors.ts";
import { type Tracer, tracer } from "#db/tracer.ts";
import type { Database, WriteOptions } from "#db/types.ts";
import { getCatalogueVersion } from "#domain/kernel/catalogue-version.ts";
import type { PasswordHasher } from "#domain/accounts/password-hasher.ts";
import type { Actor } from "#domain/kernel/actor.ts";
import { type Clock, createSystemClock } from "#domain/kernel/clock.ts";
import type { ReadCtx, Rules, WriteCtx } from "#domain/kernel/command.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { createId } from "#domain/kernel/ids.ts";
import type { Limit } from "#domain/kernel/count-attempt.ts";
import { countAttempt } from "#domain/kernel/count-attempt.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import type { FileStore } from "#domain/files/store.ts";
import type { MailSender } from "#domain/mail/sender.ts";
import { withMailBreaker } from "#providers/breakers.ts";
import { openClamd } from "#providers/clamd.ts";
import { openFileStore } from "#providers/files.ts";
import { openPasswordHasher } from "#providers/passwords.ts";
import { isBankAccountMissing } from "#providers/bank/instructions.ts";
import { openPaymentProviders, type PaymentProviders } from "#providers/payments.ts";
import { openSmtp } from "#providers/smtp.ts";
import { perProcess } from "#db/per-process.ts";
import { forgetPerRequest } from "#db/per-request.ts";
import { getLanguage, getRequest, getSchoolLanguages } from "#messages/request-language.ts";

/** For whoever above writes what guards itself. */
export { BESIDE_ALL };

/** How long an offer from the waiting list stands before the next person gets it. */
const OFFER_HOURS = 48;

export type Runtime = {
  config: Config;
  rules: Rules;
  clock: Clock;
  database: Database;
  providers: PaymentProviders;
  passwords: PasswordHasher;
  files: FileStore;
  /** None when no mail server is set: mails are then read in the school itself. */
  mail: MailSender | null;
  /** The version of what public pages show. Those that keep such pages ask for it each time. */
  catalogueVersion(): Promise<number>;
  /** Signs what must not be made up by others (cookies, links). */
  secret: string;
};

export type WriteAs = { actor: Actor; requestId?: string };

/** Who writes, in which request, and the language that they ask in. */
type Writer = Required<WriteAs> & Pick<WriteCtx, "language">;

const store = perProcess<{ current?: Runtime }>("runtime", () => ({}));

/** Everything that is wired together once a process: database, clock, providers, rules. Opened on first use. */
export function runtime(): Runtime {
  store.current ??= openRuntime(config());
  return store.current;
}

/** For commands and tests that bring their own parts. */
export function openRuntime(
  settings: Config,
  parts: { database?: Database; clock?: Clock; secret?: string; passwords?: PasswordHasher } = {},
): Runtime {
  const { database: where, mail } = settings;
  const database =
    parts.database ??
    (where.engine === "postgres"
      ? openDatabase(where.url, { replicaUrl: where.replicaUrl })
      : openDatabase(where.file));
  const clock = parts.clock ?? createSystemClock;
  const secret = parts.secret ?? getSchoolSecret();
  const providers = openPaymentProviders({ config: settings, database, clock, secret });
  return {
    config: settings,
    rules: getRules(settings, providers),
    clock,
    database,
    providers,
    passwords: parts.passwords ?? openPasswordHasher(),
    files: openFileStore(settings.filesDir, scannerOf(settings)),
    catalogueVersion: () => getCatalogueVersion(database.read),
    mail: mail.smtpUrl === null ? null : withMailBreaker(openSmtp({ url: mail.smtpUrl, from: mail.from })),
    secret,
  };
}

/** Makes `opened` the runtime of this process. */
export function setRuntime(opened: Runtime): Runtime {
  store.current = opened;
  return opened;
}

type Connected = Pick<Config, "paymentProviders" | "holdMinutes" | "stripe" | "bank" | "mail">;

/**
 * Exchanges what the school is connected to (ways to pay, mail) while it serves: its owner has changed it. What else this process was
 * started with stays, and what is under way with the former ones ends there.
 */
export function reconnect({ paymentProviders, holdMinutes, stripe, bank, mail: wanted }: Connected): void {
  const { providers: before, mail: formerMail, ...kept } = runtime();
  const { database, clock, secret } = kept;
  const settings: Config = { ...kept.config, paymentProviders, holdMinutes, stripe, bank, mail: wanted };
  const opened = openPaymentProviders({ config: settings, database, clock, secret });
  // The stand-in of a demo school keeps its events.
  const providers = opened.sandbox && before.sandbox ? { ...opened, sandbox: before.sandbox } : opened;
  const { smtpUrl: url, from } = wanted;
  const isSameMail = url === kept.config.mail.smtpUrl && from === kept.config.mail.from;
  const mail = isSameMail ? formerMail : url === null ? null : withMailBreaker(openSmtp({ url, from }));
  setRuntime({ ...kept, config: settings, providers, rules: getRules(settings, providers), mail });
  if (!isSameMail) formerMail?.close();
}

const scannerOf = ({ uploads }: Config) => (uploads.clamd === null ? undefined : openClamd(uploads.clamd));

export function getRules(settings: Config, providers: PaymentProviders = {}): Rules {
  return {
    demo: !settings.isReal,
    holdMinutes: settings.holdMinutes,
    offerHours: OFFER_HOURS,
    passwordLengthMin: settings.passwordLengthMin,
    sessionIdleMs: settings.sessionIdleMs,
    refundConfirmAbove: settings.refundConfirmAbove,
    bank: settings.bank,
    // Nobody is asked to transfer money to an account that the school has not named.
    paymentProviders: settings.paymentProviders.filter((name) => name !== "bank" || !isBankAccountMissing(settings)),
    keepsCards: (name) => providers[name]?.cards !== undefined,
    whyNotCharge: (name, amount) => providers[name]?.whyNotCharge?.(amount) ?? null,
  };
}

/**
 * Runs one verb in one transaction as `actor`, commits durably, and only then answers. When the database cannot take the
 * write, or not in time, nothing is written and the caller is refused politely.
 */
export async function write<T>(as: WriteAs, verb: (ctx: WriteCtx) => Promise<T>, options?: WriteOptions): Promise<T> {
  // Asked now: the verb runs in its turn, which another request may have begun.
  const who = { actor: as.actor, requestId: as.requestId ?? createId("request"), ...getOtherLanguage() };
  const listener = tracer();
  return listener ? writeTraced(listener, who, verb, options) : writeOnce(who, verb, options);
}

/** The language of the request, when it is another one than the school's own. */
function getOtherLanguage(): Pick<WriteCtx, "language"> {
  const language = getRequest() && getLanguage();
  return language === undefined || language === getSchoolLanguages().fallback ? {} : { language };
}

/** Told after the commit what was audited in it, and by whom. */
export type AuditListener = (actions: readonly string[], as: Required<WriteAs>) => void;

const audited = perProcess<{ current?: AuditListener }>("audit-listener", () => ({}));

/** From now on `listener` hears what every write of this process has audited. There is one. */
export function onAudited(listener: AuditListener): void {
  audited.current = listener;
}

async function writeOnce<T>(
  as: Writer & Pick<WriteCtx, "onAudit">,
  verb: (ctx: WriteCtx) => Promise<T>,
  options?: WriteOptions,
): Promise<T> {
  const { database, clock, rules } = runtime();
  const actions: string[] = [];
  const onAudit = (action: string) => {
    actions.push(action);
    as.onAudit?.(action);
  };
  try {
    const done = await database.write((tx) => {
      // A write of a batch may be undone and done again.
      actions.length = 0;
      return verb(createWriteCtx({ tx, now: clock(), rules, ...as, onAudit }));
    }, options);
    if (actions.length > 0) audited.current?.(actions, as);
    return done;
  } catch (error) {
    const cause = error;
    if (isOverloaded(error)) throw new Refusal("overloaded", { retryAfterSeconds: error.retryAfterSeconds, cause });
    if (isCannotSave(error)) throw new Refusal("storage", { retryAfterSeconds: error.retryAfterSeconds, cause });
    throw error;
  } finally {
    forgetPerRequest();
  }
}

/** The same as a step of a trace: who caused it, what it audited, what it waited for, and what it was refused. */
function writeTraced<T>(
  listener: Tracer,
  as: Writer,
  verb: (ctx: WriteCtx) => Promise<T>,
  options?: WriteOptions,
): Promise<T> {
  const { actor, requestId } = as;
  const facts = {
    "matricula.actor": actor.type,
    "matricula.job": actor.type === "system" ? actor.job : undefined,
    "matricula.request_id": requestId,
  };
  return listener.span("write", facts, (span) => {
    const audited: string[] = [];
    const onAudit = (action: string) => void audited.push(action);
    const onCommit: WriteOptions["onCommit"] = ({ queueWaitMs, lockWaitMs, commitMs, batch }) =>
      span.note({
        "matricula.write.audited": audited,
        "matricula.write.queue_wait_ms": toMicrosecond(queueWaitMs),
        "matricula.write.lock_wait_ms": toMicrosecond(lockWaitMs),
        "matricula.write.commit_ms": toMicrosecond(commitMs),
        "matricula.write.batch": batch,
      });
    // It is done in the turn of whoever began the batch, and perhaps again when another write of the batch was undone.
    const inOurName = listener.bind((ctx: WriteCtx) => {
      audited.length = 0;
      return verb(ctx);
    });
    return writeOnce({ ...as, onAudit }, inOurName, { ...options, onCommit });
  });
}

const toMicrosecond = (ms: number) => Math.round(ms * 1_000) / 1_000;

/** What a query gets: committed facts, and the time. In a request they may be those of the replica (db/read-scope.ts). */
export function reading(actor: Actor): ReadCtx {
  const { database, clock, rules } = runtime();
  return { read: database.readReplica, now: clock(), actor, rules, language: getLanguage() };
}

/** Refuses when a key has been tried too often. The count may be lost with the power; nothing else hangs on it. */
export async function limit(as: WriteAs, key: string, bounds: Limit): Promise<void> {
  const { allowed, retryAfterSeconds } = await write(as, (ctx) => countAttempt(ctx, key, bounds), {
    durable: false,
    beside: BESIDE_ALL,
  });
  if (!allowed) throw new Refusal("rate_limited", { retryAfterSeconds });
}
