import { existsSync, realpathSync } from "node:fs";
import { parseArgs } from "node:util";
import { engineOf } from "#db/engine.ts";
import { AddressProblem, normalisePostgresAddress } from "#db/postgres-address.ts";
import { MessageError, toSaid } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import { UsageError } from "../cli/usage-error.ts";
import { resolveTypedPath } from "../resolve-typed-path.ts";

export type MoveArguments = { to: string; filesTo: string | undefined; isCheck: boolean; writesSettings: boolean };

/** What the settings say, and standard input. */
type Known = { moveTo: string | null; readInput: () => string };

/** The address holds a password: it may come from the settings or from standard input, where no other account can see it. */
export function readMoveArguments(args: string[], { moveTo, readInput }: Known): MoveArguments {
  try {
    const { values } = parseArgs({
      args,
      options: {
        to: { type: "string" },
        files: { type: "string" },
        check: { type: "boolean", default: false },
        "write-settings": { type: "boolean", default: false },
      },
    });
    const given = values.to === "-" ? readInput().trim() : (values.to ?? moveTo);
    if (!given) throw new MessageError(message("move.say_where_to"));
    const filesTo = values.files && realPlace(resolveTypedPath(values.files));
    return { to: readPlace(given), filesTo, isCheck: values.check, writesSettings: values["write-settings"] };
  } catch (error) {
    const why = error instanceof AddressProblem ? error.told : toSaid(error);
    throw new UsageError(why, message("move.usage"));
  }
}

/** A link to a folder is as good as the folder; files are written to what it leads to. */
const realPlace = (folder: string) => (existsSync(folder) ? realpathSync(folder) : folder);

function readPlace(text: string): string {
  if (engineOf(text) === "postgres") return normalisePostgresAddress(text);
  const scheme = /^([a-z][a-z\d+.-]+):/i.exec(text)?.[1];
  if (scheme !== undefined && scheme !== "file") throw new MessageError(message("move.no_such_kind", { scheme }));
  return resolveTypedPath(text.replace(/^file:/, "").replace(/^\/\/(?=\/)/, ""));
}
