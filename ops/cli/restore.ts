/** `npm run restore -- latest | NAME | FILE | --at TIME`: puts the school back to a backup; `--drill` does it all somewhere else. */
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { config } from "#config/config.ts";
import { formatCount } from "../format-count.ts";
import type { BackupSelector } from "../backup/find-backup.ts";
import { withRestoredCopy } from "../backup/drill.ts";
import { restoreBackup } from "../backup/restore.ts";
import { beginCommand } from "../begin-command.ts";
import { fail } from "./fail.ts";

const USAGE = `npm run restore -- latest       to the newest verified backup
npm run restore -- NAME         to one of \`npm run backup -- --list\`
npm run restore -- FILE         to a backup in a file
npm run restore -- --at TIME    to the newest verified one from TIME or before (2026-11-20T22:00Z)
npm run restore -- --drill      restores the newest, or the one that is named, into a folder of its own, and reports

  --yes   does not ask`;

class UsageError extends Error {
  override name = "UsageError";
}

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
    if (rest.length > 0 || (named !== undefined && values.at !== undefined)) throw new Error("Say one backup.");
    if (named === undefined && values.at === undefined && !values.drill) throw new Error("Say which backup.");
    return { which: whichOf(named, values.at), isDrill: values.drill, isAgreed: values.yes };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function whichOf(named: string | undefined, at: string | undefined): BackupSelector {
  if (at === undefined) return named === undefined || named === "latest" ? { latest: true } : { named };
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) throw new Error(`${at} is no time.`);
  return { at: time };
}

/** Without a terminal nobody can be asked, and silence is no yes. */
async function ask(words: string): Promise<boolean> {
  console.log(words);
  if (!process.stdin.isTTY) {
    console.log("Say --yes to do it.");
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question("Restore? Type yes: ");
  terminal.close();
  return answer.trim().toLowerCase() === "yes";
}

async function main(): Promise<void> {
  beginCommand();
  const { which, isDrill, isAgreed } = readArguments(process.argv.slice(2));
  const school = config();
  if (isDrill) {
    const started = performance.now();
    const words = await withRestoredCopy(school, which, async ({ label, moment, rows, files }) => {
      const took = ((performance.now() - started) / 1000).toFixed(1);
      return `${label}: the school of ${moment} stood again in ${took} s, ${formatCount(rows, "row")} and ${formatCount(files, "file")}, right in every part. It was taken away again.`;
    });
    console.log(words);
    return;
  }
  const agree = async (words: string) => (isAgreed ? (console.log(words), true) : ask(words));
  console.log(await restoreBackup(school, { which, agree }));
  if (school.markFile === null) return;
  console.log(
    "Payments stay off until a person has compared the books with the provider's: `npm run accept-database`.",
  );
}

main().catch(fail);
