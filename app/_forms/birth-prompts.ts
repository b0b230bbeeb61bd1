import { listLanguages } from "#messages/page-path.ts";
import { translatorFor } from "#messages/translator.ts";
import type { BirthPrompts } from "#domain/rules/set-cohort-rules.ts";

/** How the date of birth is asked for in each language of the school: a rule knows no language. */
export const getBirthPrompts = (): BirthPrompts =>
  Object.fromEntries(listLanguages().map(({ language }) => [language, translatorFor(language)("rules.birth_prompt")]));
