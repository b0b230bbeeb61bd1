import { type AnyColumn, desc, type SQL, sql } from "drizzle-orm";
import { message } from "#messages/message.ts";
import { type IdKind, isId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";

/** What every list of the API takes. */
export type ListInput = { limit: number; cursor?: string | undefined };

/** A page of a list for machines: newest first; the cursor says where the next page begins, and is null at the end. */
export type Listed<Item> = { items: Item[]; nextCursor: string | null };

type Position = { at: Date; id: string };

const LONGEST = 120;

/** A place in a list as an opaque text: the moment and the id of the last row seen, so that pages stay true while rows come. */
function encodeCursor({ at, id }: Position): string {
  return Buffer.from(`${at.getTime()}.${id}`).toString("base64url");
}

function decodeCursor(cursor: string, of: IdKind): Position {
  const [, ms, id] = /^(\d{1,15})\.([a-z]{3}_[0-9a-f]{32})$/.exec(fromBase64(cursor)) ?? [];
  if (ms === undefined || id === undefined || !isId(of, id)) {
    throw new Refusal("invalid_input", { fields: { cursor: message("fields.send_next_cursor") } });
  }
  return { at: new Date(Number(ms)), id };
}

function fromBase64(text: string): string {
  return text.length > LONGEST ? "" : Buffer.from(text, "base64url").toString("utf8");
}

/** SQL: the rows after a cursor in a list of `of` that is sorted by moment and id, both downwards. Refuses another list's cursor. */
export function isAfterCursor(input: ListInput, of: IdKind, at: AnyColumn, id: AnyColumn): SQL | undefined {
  if (input.cursor === undefined) return undefined;
  const from = decodeCursor(input.cursor, of);
  return sql`(${at}, ${id}) < (${sql.param(from.at, at)}, ${from.id})`;
}

export function sortNewestFirst(at: AnyColumn, id: AnyColumn): SQL[] {
  return [desc(at), desc(id)];
}

/** Cuts what was asked for with one row more than wanted. */
export function toListed<Row, Item>(
  rows: Row[],
  input: ListInput,
  view: (row: Row) => Item,
  position: (row: Row) => Position,
): Listed<Item> {
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(view),
    nextCursor: rows.length > input.limit && last !== undefined ? encodeCursor(position(last)) : null,
  };
}
