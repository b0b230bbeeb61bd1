import { loadCatalogue } from "./catalogue.ts";
import type { Translator } from "./create-translator.ts";
import { translatorFor } from "./translator.ts";

/** The translator of the language that a terminal is set to: `LC_ALL`, then `LC_MESSAGES`, then `LANG`, as POSIX has it. */
export function getTerminalTranslator(env: Readonly<Record<string, string | undefined>> = process.env): Translator {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  // `de_CH.UTF-8@euro`
  const [tag = ""] = locale.split(/[.@]/);
  const whole = tag.replace("_", "-");
  const [language = ""] = whole.split("-");
  return translatorFor(loadCatalogue().has(whole) ? whole : language.toLowerCase());
}
