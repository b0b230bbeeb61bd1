import { message } from "#messages/message.ts";
import { type IdKind, isId } from "../ids.ts";
import { Refusal } from "../refusal.ts";

/** How much of a list a program asks for, and behind what. */
export type CursorInput = { limit: number; cursor?: string | undefined };

/** A page of a list for programs: the cursor says where the next page begins, and is null at the end. */
export type Listed<Row> = { items: Row[]; nextCursor: string | null };

const LONGEST = 120;

/** A place in a list as an opaque text: the moment and the id of the last row seen, so that pages stay true while rows come. */
export function toCursor([at, id]: readonly unknown[]): string {
  return Buffer.from(`${(at as Date).getTime()}.${String(id)}`).toString("base64url");
}

/** The moment and the id in a cursor. Refuses what is none, and that of a list of something else. */
export function readCursor(cursor: string, of: IdKind): [at: Date, id: string] {
  const [, ms, id] = /^(\d{1,15})\.([a-z]{3}_[0-9a-f]{32})$/.exec(fromBase64(cursor)) ?? [];
  if (ms === undefined || id === undefined || !isId(of, id)) {
    throw new Refusal("invalid_input", { fields: { cursor: message("fields.send_next_cursor") } });
  }
  return [new Date(Number(ms)), id];
}

function fromBase64(text: string): string {
  return text.length > LONGEST ? "" : Buffer.from(text, "base64url").toString("utf8");
}
