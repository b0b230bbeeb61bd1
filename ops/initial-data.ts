import { count, eq } from "drizzle-orm";
import type { Config } from "#config/config.ts";
import { emptyDatabase } from "#db/empty.ts";
import { settings, users } from "#db/schema/index.ts";
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from "#domain/accounts/demo-accounts.ts";
import { getWelcomePath } from "#domain/accounts/invitations.ts";
import { inviteOwner } from "#domain/accounts/invite-owner.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { MINUTE_MS } from "#domain/kernel/clock.ts";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { runtime, write } from "#runtime";
import { getDatabaseUrl, DATABASE_KIND_KEY, type DatabaseKind, getWantedKind } from "./database-kind.ts";
import { seedDemo } from "./demo/seed-demo.ts";

/** A database that was made for something else than what the settings say now. */
class DatabaseKindError extends MessageError {
  override name = "DatabaseKindError";
}

/**
 * On an empty database: the demo school, or the owner of a real one. Refuses a database that was made for the other kind.
 * `say` gets what a person should read.
 */
export async function createInitialData(settingsNow: Config, say: (line: string) => void) {
  const wanted = getWantedKind(settingsNow);
  const kept = await readDatabaseKind();
  if (kept?.kind === "unfinished") await removeUnfinishedDemo(settingsNow, kept.since);
  else if (kept) return assertKind(kept.kind, wanted);
  const [{ n } = { n: 0 }] = await runtime().database.read.select({ n: count() }).from(users);
  if (n === 0) await (settingsNow.isReal ? createRealSchool(settingsNow, say) : createDemoSchool(say));
  await storeDatabaseKind(wanted);
}

async function readDatabaseKind(): Promise<{ kind: DatabaseKind; since: Date } | undefined> {
  const { read } = runtime().database;
  const [kept] = await read.select().from(settings).where(eq(settings.key, DATABASE_KIND_KEY));
  return kept && { kind: kept.value as DatabaseKind, since: kept.updatedAt };
}

/** The demo moves in within seconds: what is unfinished for longer was cut off, and what is younger somebody else is at. */
async function removeUnfinishedDemo(settingsNow: Config, since: Date): Promise<void> {
  if (runtime().clock().getTime() - since.getTime() < MINUTE_MS) {
    throw new DatabaseKindError(message("start.demo_is_being_created"));
  }
  await emptyDatabase(getDatabaseUrl(settingsNow));
}

async function storeDatabaseKind(kind: DatabaseKind): Promise<void> {
  const row = { value: kind, updatedAt: runtime().clock() };
  await runtime().database.write(async (tx) => {
    await tx
      .insert(settings)
      .values({ key: DATABASE_KIND_KEY, ...row })
      .onConflictDoUpdate({ target: settings.key, set: row });
  });
}

function assertKind(kept: DatabaseKind, wanted: DatabaseKind) {
  if (kept === wanted) return;
  if (kept === "demo") {
    throw new DatabaseKindError(message("start.folder_holds_demo"));
  }
  throw new DatabaseKindError(message("start.folder_holds_real_school"));
}

/** Offers a real school to its owner, by a link that is said once. */
export async function createRealSchool({ ownerEmail, url }: Config, say: (line: string) => void) {
  const email = ownerEmail ?? "";
  const { secret } = await write({ actor: createSystemActor("first-start") }, (ctx) => inviteOwner(ctx, { email }));
  say(getTerminalTranslator()("start.school_is_yours", { email }));
  say(`  ${url}${getWelcomePath(secret)}`);
}

async function createDemoSchool(say: (line: string) => void) {
  say(getTerminalTranslator()("start.demo_is_created"));
  await storeDatabaseKind("unfinished");
  await seedDemo(runtime(), runtime().clock());
  printDemoAccounts(say);
}

/** The demo's accounts, one a role. */
export function printDemoAccounts(say: (line: string) => void) {
  const t = getTerminalTranslator();
  say(t("start.demo_accounts", { password: DEMO_PASSWORD }));
  for (const { email, roles, about } of DEMO_ACCOUNTS) say(`  ${email.padEnd(20)} ${roles.join(", ")}: ${t(about)}`);
}
