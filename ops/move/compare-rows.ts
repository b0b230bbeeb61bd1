import { message, type Message } from "#messages/message.ts";
import type { Source, Target } from "./end.ts";
import { compareKeys, fieldsOf, keyOf, nameRow } from "./lines.ts";
import type { MovedTable } from "./value-forms.ts";

/** Reads a table whole from both ends, row by row in the order of its key, and names the first row that differs. */
export async function findDifference(source: Source, target: Target, table: MovedTable): Promise<Message | undefined> {
  const [ours, theirs] = [linesOf(source.read(table, "by key")), linesOf(target.read(table, "by key"))];
  try {
    for (;;) {
      const [one, other] = [await ours.next(), await theirs.next()];
      if (one.done && other.done) return undefined;
      const difference = differenceOf(table, one.done ? undefined : one.value, other.done ? undefined : other.value);
      if (difference) return difference;
    }
  } finally {
    await ours.return(undefined);
    await theirs.return(undefined);
  }
}

/** The same among rows that were looked up by their keys. */
export function differenceAmong(
  table: MovedTable,
  source: readonly string[],
  target: readonly string[],
): Message | undefined {
  const byKey = (lines: readonly string[]) => new Map(lines.map((line) => [keyOf(table, line).join("\t"), line]));
  const [ours, theirs] = [byKey(source), byKey(target)];
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    const difference = differenceOf(table, ours.get(key), theirs.get(key));
    if (difference) return difference;
  }
  return undefined;
}

async function* linesOf(batches: AsyncIterable<string[]>): AsyncGenerator<string, undefined> {
  for await (const batch of batches) yield* batch;
  return undefined;
}

function differenceOf(table: MovedTable, one: string | undefined, other: string | undefined): Message | undefined {
  const where = (line: string) => ({ table: table.name, row: nameRow(table, line) });
  if (one === other) return undefined;
  if (other === undefined) return message("move.row_is_missing", where(one as string));
  if (one === undefined) return message("move.row_is_new", where(other));
  const order = compareKeys(table, one, other);
  if (order < 0) return message("move.row_is_missing", where(one));
  if (order > 0) return message("move.row_is_new", where(other));
  const theirs = fieldsOf(other);
  const at = fieldsOf(one).findIndex((field, position) => field !== theirs[position]);
  return message("move.row_differs", { ...where(one), column: table.columns[at]?.name ?? "" });
}
