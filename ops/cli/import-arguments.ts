import { accessSync, constants, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { engineCode } from "#db/errors.ts";
import { toSaid } from "#messages/message-error.ts";
import { message, type PlainKey } from "#messages/message.ts";
import { describeAccount } from "../folder-account.ts";
import { UsageError } from "./usage-error.ts";

/** The arguments of an import, or the usage with what is wrong with them. */
export function parseOrExplain<Options extends NonNullable<Parameters<typeof parseArgs>[0]>["options"]>(
  args: string[],
  options: Options,
) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(toSaid(error), message("cli.import_usage"));
  }
}

export function assertReadable(file: string) {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    const code = engineCode(error) ?? String(error);
    if (code === "ENOENT" || code === "ENOTDIR") throw new UsageError(message("cli.file_is_not_there", { file }));
    const account = describeAccount(process.getuid?.() ?? -1);
    throw new UsageError(message("cli.file_cannot_be_read", { file, why: code, account }));
  }
  if (statSync(file).isDirectory()) throw new UsageError(message("cli.file_is_a_folder", { file }));
}

export function assertSource(source: string | undefined) {
  if (source !== undefined && !/^[a-z0-9._-]{1,40}$/i.test(source)) {
    throw new UsageError(message("cli.source_is_wrong"));
  }
}

export function readDelimiter(typed: string | undefined): string | undefined {
  const delimiter = typed === "tab" ? "\t" : typed;
  if (delimiter !== undefined && !/^[,;|\t]$/.test(delimiter)) {
    throw new UsageError(message("cli.delimiter_is_wrong"));
  }
  return delimiter;
}

const DELIMITER_NAMES: Record<string, PlainKey> = {
  ",": "cli.commas",
  ";": "cli.semicolons",
  "\t": "cli.tabs",
  "|": "cli.bars",
};

/** What stands between the cells, in words. */
export const describeDelimiter = (delimiter: string) => {
  const key = DELIMITER_NAMES[delimiter];
  return key ? message(key as "cli.commas") : delimiter;
};
