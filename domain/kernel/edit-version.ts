import { createHash } from "node:crypto";
import { z } from "zod";
import { message, type Message } from "#messages/message.ts";
import { diffRow } from "./diff-row.ts";
import { Refusal } from "./refusal.ts";

type Values = Record<string, unknown>;

const MARK_CHARACTERS = 22;
const SHOWN_CHARACTERS_MAX = 120;

const SAVED_MEANWHILE = message("refusals.saved_meanwhile");

/** What a form sends along of the values that it showed. Who does not say what they saw changes what is there. */
export const EditVersion = z.string().max(MARK_CHARACTERS).optional();

/** A short mark of what a row says in `fields`: the same until one of them is changed. */
export function getEditVersion(row: Values, fields: readonly string[]): string {
  const said = JSON.stringify(fields.map((field) => row[field] ?? null));
  return createHash("sha256").update(said).digest("base64url").slice(0, MARK_CHARACTERS);
}

type Edit = {
  row: Values;
  fields: readonly string[];
  wanted: Values;
  seen: string | undefined;
  /** What a form calls a field otherwise. */
  names?: Readonly<Record<string, string>>;
};

/**
 * Refuses (`wrong_state`) an edit of something that somebody else has changed since it was shown, so that a form which was open
 * for long does not put back what the other one mended. Beside every field in which the two differ stands what is there now.
 */
export function assertEditVersion({ row, fields, wanted, seen, names = {} }: Edit): void {
  if (seen === undefined || seen === getEditVersion(row, fields)) return;
  const difference = diffRow(row, wanted);
  if (!difference) return;
  const now = Object.entries(difference.before).map(([field, value]) => [names[field] ?? field, nowMessage(value)]);
  throw new Refusal("wrong_state", { words: SAVED_MEANWHILE, fields: Object.fromEntries(now) });
}

function nowMessage(value: unknown): Message {
  if (value === "" || value === null || value === undefined) return message("fields.empty_now");
  if (typeof value !== "string") return message("fields.something_else_now");
  const isLong = value.length > SHOWN_CHARACTERS_MAX;
  return message("fields.value_now", { value: isLong ? `${value.slice(0, SHOWN_CHARACTERS_MAX)} …` : value });
}
