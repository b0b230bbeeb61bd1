/**
 * `npm run accept-database`: says how the database differs from its ledger checkpoint outside of it, and takes it
 * for the right one from then on, so that payments go on. For a person who has looked at the books.
 */
import "#config/with-env-file.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { acceptDatabase } from "../health/ledger-checkpoint.ts";
import { storeSecretMark } from "../secret-mark.ts";
import { beginCommand } from "../begin-command.ts";
import { runtime } from "#runtime";
import { fail } from "./fail.ts";

async function run(): Promise<void> {
  await beginCommand();
  const t = getTerminalTranslator();
  const accepted = await acceptDatabase();
  const isOtherSecret = await storeSecretMark({ replaces: true });
  await runtime().database.close();
  if (isOtherSecret) console.log(t("cli.secret_accepted"));
  if (!accepted) {
    if (!isOtherSecret) console.log(t("cli.nothing_to_accept"));
    return;
  }
  const { checkpoint, last } = accepted;
  const known = checkpoint ? t("cli.journal", { number: String(checkpoint.seq) }) : t("cli.nothing_readable");
  const there = last ? t("cli.journal", { number: String(last.seq) }) : t("cli.no_journal");
  console.log(t("cli.checkpoint_has", { journal: known }));
  console.log(t("cli.database_has", { journal: there }));
  console.log(t("cli.accepted"));
}

run().catch(fail);
