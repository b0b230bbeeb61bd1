import { createHash } from "node:crypto";
import type { SchoolSettings } from "./inputs.ts";
import { getSchoolText } from "./school-texts.ts";

const VERSION_CHARACTERS = 22;

/** The terms as they are shown in a language, and their name: the same text has the same one. */
export type TermsVersion = { id: string; language: string; text: string };

/** The terms in a language (those of the school's own where they are in no other); undefined for a school that has none. */
export function getTermsVersion(settings: SchoolSettings, language: string | undefined): TermsVersion | undefined {
  const written = getSchoolText(settings, "terms", language);
  if (written.text.trim() === "") return undefined;
  const id = createHash("sha256").update(`${written.language}\n${written.text}`).digest("base64url");
  return { id: id.slice(0, VERSION_CHARACTERS), ...written };
}
