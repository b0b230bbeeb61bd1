import { count, eq } from "drizzle-orm";
import { type Config, config } from "#config";
import { migrate } from "#db/migrate.ts";
import { settings, users } from "#db/schema/index.ts";
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from "#domain/accounts/demo-accounts.ts";
import { welcomePath } from "#domain/accounts/invite.ts";
import { inviteOwner } from "#domain/accounts/invite-owner.ts";
import { system } from "#domain/kernel/actor.ts";
import { runtime, write } from "#runtime";
import { createSecretsOnce, makeDataDir } from "./secrets.ts";
import { seedDemo } from "./seed/seed-demo.ts";

/** A row of the settings table that says what this database was made for. It is not one of the school's own settings. */
const KIND = "kind";
type Kind = "demo" | "real";

/** A database that was made for something else than what the settings say now. */
class WrongKind extends Error {
  override name = "WrongKind";
}

/**
 * Everything between a configuration and a school that can be served: the data folder, the secrets, the migrations, and on an
 * empty database its first content. Doing it again changes nothing. `say` gets what a person should read.
 */
export async function prepareSchool(say: (line: string) => void): Promise<void> {
  const applied = await prepareDatabase();
  if (applied.length > 0) say(`The database is up to date (${applied.length} migrations applied).`);
  await fillIfEmpty(config(), say);
}

/** The data folder, the secrets and the migrations, and nothing in them. Says which migrations were applied. */
export async function prepareDatabase(): Promise<string[]> {
  const { dataDir, database } = config();
  makeDataDir(dataDir);
  createSecretsOnce(dataDir);
  return migrate(database.engine === "postgres" ? database.url : database.file, database.engine);
}

async function fillIfEmpty(settingsNow: Config, say: (line: string) => void) {
  const { database } = runtime();
  const wanted: Kind = settingsNow.isReal ? "real" : "demo";
  const [kept] = await database.read.select({ value: settings.value }).from(settings).where(eq(settings.key, KIND));
  if (kept) {
    assertKind(kept.value as Kind, wanted);
    return;
  }
  const [{ n } = { n: 0 }] = await database.read.select({ n: count() }).from(users);
  if (n === 0) await (settingsNow.isReal ? openRealSchool(settingsNow, say) : openDemoSchool(say));
  const at = runtime().clock();
  await database.write(async (tx) => {
    await tx.insert(settings).values({ key: KIND, value: wanted, updatedAt: at }).onConflictDoNothing();
  });
}

function assertKind(kept: Kind, wanted: Kind) {
  if (kept === wanted) return;
  if (kept === "demo") {
    throw new WrongKind(
      "MATRICULA_OWNER_EMAIL is set, but this data folder holds the demo school. Mend: run `npm run demo -- --remove`, " +
        "or set MATRICULA_DATA_DIR to an empty folder.",
    );
  }
  throw new WrongKind(
    "This data folder holds a real school, but MATRICULA_OWNER_EMAIL is not set. Mend: set it again to the owner's address.",
  );
}

async function openRealSchool({ ownerEmail, url }: Config, say: (line: string) => void) {
  const email = ownerEmail ?? "";
  const { secret } = await write({ actor: system("first-start") }, (ctx) => inviteOwner(ctx, { email }));
  say(`The school is empty and yours, ${email}. Choose a password within seven days:`);
  say(`  ${url}${welcomePath(secret)}`);
}

async function openDemoSchool(say: (line: string) => void) {
  say("Nothing says whose school this is, so the demo school moves in. One moment.");
  await seedDemo(runtime(), runtime().clock());
  sayDemoAccounts(say);
}

/** The demo's accounts, one a role. */
export function sayDemoAccounts(say: (line: string) => void) {
  say(`The demo school's accounts; each has the password "${DEMO_PASSWORD}":`);
  for (const { email, roles, about } of DEMO_ACCOUNTS) say(`  ${email.padEnd(20)} ${roles.join(", ")}: ${about}`);
}
