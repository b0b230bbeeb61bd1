import type { Words } from "#messages/message.ts";
import type { SchoolSettings } from "../settings/inputs.ts";

/** The school as its mails show it. */
export type SchoolFace = Pick<
  SchoolSettings,
  | "name"
  | "accentColor"
  | "timezone"
  | "refundPolicy"
  | "supportEmail"
  | "postalAddress"
  | "registerNumber"
  | "vatNumber"
  | "taxNote"
> & {
  /** Where the school is. No slash at the end. */
  url: string;
  /** What stands before the path of every page, in the language of the mail. No slash at the end. */
  pages: string;
  /** Where transfers go, when the school takes them. */
  bank: { accountHolder: string; iban: string; bankName: string | null } | null;
  /** What makes the claim link of a place work (domain/claim-links/claim-secret.ts). */
  getClaimSecret: (link: { id: string; version: number }) => string;
};

/** One piece of a mail. Every piece has an HTML and a text form, so that the two always say the same. */
export type Part =
  | { type: "text"; text: string }
  /** The one thing to do. */
  | { type: "button"; label: string; path: string }
  | { type: "link"; label: string; path: string }
  /** A link to what is no page, and has no language in its address. */
  | { type: "file"; label: string; path: string }
  /** What somebody wrote, kept as it was written. */
  | { type: "quote"; text: string }
  | { type: "facts"; rows: readonly (readonly [term: string, value: string])[] }
  /** A code to type in. */
  | { type: "code"; code: string }
  /** What few need to read. */
  | { type: "aside"; text: string };

/** What a mail says, before it is drawn. */
export type Draft = { subject: string; parts: Part[] };

export const text = (words: string): Part => ({ type: "text", text: words });
export const aside = (words: string): Part => ({ type: "aside", text: words });
export const button = (label: string, path: string): Part => ({ type: "button", label, path });
export const link = (label: string, path: string): Part => ({ type: "link", label, path });
export const file = (label: string, path: string): Part => ({ type: "file", label, path });
export const quote = (words: string): Part => ({ type: "quote", text: words });

/** Facts a line each; those without a value are left out. */
export function facts(rows: readonly (readonly [term: string, value: string | null | undefined])[]): Part {
  return { type: "facts", rows: rows.filter((row): row is [string, string] => Boolean(row[1])) };
}

/** How a mail begins. */
export const hello = (name: string, t: Words): Part => text(t("mail_parts.hello", { name }));
