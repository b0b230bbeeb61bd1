import type { SchoolSettings } from "./inputs.ts";

type Offered = Pick<SchoolSettings, "language" | "moreLanguages">;

/** The first of the wanted languages that the school offers; its own when it offers none of them. */
export function pickLanguage({ language, moreLanguages }: Offered, ...wanted: (string | null | undefined)[]): string {
  return wanted.find((each) => each === language || (each && moreLanguages.includes(each))) ?? language;
}
