/** `npm run restore -- latest | NAME | FILE | --at TIME`: puts the school back to a backup; `--drill` does it all somewhere else. */
import "#config/with-env-file.ts";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { config } from "#config/config.ts";
import { MessageError, toSaid } from "#messages/message-error.ts";
import { type Message, message } from "#messages/message.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import type { BackupSelector } from "../backup/find-backup.ts";
import { withRestoredCopy } from "../backup/drill.ts";
import { restoreBackup } from "../backup/restore.ts";
import { beginCommand } from "../begin-command.ts";
import { resolveTypedPath } from "../resolve-typed-path.ts";
import { fail } from "./fail.ts";
import { UsageError } from "./usage-error.ts";

type Wanted = { which: BackupSelector; isDrill: boolean; isAgreed: boolean };

function readArguments(args: string[]): Wanted {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        at: { type: "string" },
        yes: { type: "boolean", default: false },
        drill: { type: "boolean", default: false },
      },
    });
    const [named, ...rest] = positionals;
    if (rest.length > 0 || (named !== undefined && values.at !== undefined))
      throw new MessageError(message("cli.say_one_backup"));
    if (named === undefined && values.at === undefined && !values.drill)
      throw new MessageError(message("cli.say_which_backup"));
    return { which: whichOf(named, values.at), isDrill: values.drill, isAgreed: values.yes };
  } catch (error) {
    throw new UsageError(toSaid(error), message("cli.restore_usage"));
  }
}

function whichOf(named: string | undefined, at: string | undefined): BackupSelector {
  if (at === undefined) return named === undefined || named === "latest" ? { latest: true } : fileOrName(named);
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) throw new MessageError(message("cli.no_time", { text: at }));
  return { at: time };
}

function fileOrName(named: string): BackupSelector {
  const file = resolveTypedPath(named);
  return { named: existsSync(file) ? file : named };
}

/** Without a terminal nobody can be asked, and silence is no yes. */
async function ask(told: Message): Promise<boolean> {
  const t = getTerminalTranslator();
  console.log(t.format(told));
  if (!process.stdin.isTTY) {
    console.log(t("cli.say_yes"));
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${t("cli.restore_question")} `);
  terminal.close();
  return [t("cli.yes"), "yes"].includes(answer.trim().toLowerCase());
}

async function main(): Promise<void> {
  await beginCommand();
  const { which, isDrill, isAgreed } = readArguments(process.argv.slice(2));
  const school = config();
  const t = getTerminalTranslator();
  if (isDrill) {
    const started = performance.now();
    const done = await withRestoredCopy(school, which, async ({ label, moment, rows, files }) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      return t("cli.drill_done", { label, moment, seconds, rows, files });
    });
    console.log(done);
    return;
  }
  const agree = async (told: Message) => (isAgreed ? (console.log(t.format(told)), true) : ask(told));
  console.log(t.format(await restoreBackup(school, { which, agree })));
  if (school.checkpointFile === null) return;
  console.log(t("cli.payments_stay_off"));
}

main().catch(fail);
