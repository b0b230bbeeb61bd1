import type { OptionsType, ZxcvbnFactory } from "@zxcvbn-ts/core";
import { message, type Message } from "#messages/message.ts";

/** Beyond so many characters nobody guesses, unless what stands in them repeats, and then the beginning shows it. */
const CHECKED_CHARACTERS_MAX = 40;
/** How many ways of reading marks as letters are tried. Each costs as much as all the rest. */
const LEET_READINGS_MAX = 4;
/** zxcvbn's best mark: ten thousand million guesses or more. A word with a year and marks at its end has the one below. */
const SCORE_MIN = 4;

let loading: Promise<ZxcvbnFactory> | undefined;

/**
 * The dictionaries of what people in English and German choose, read when the first password is chosen and not before: they take
 * a third of a second and some 80 MB. The build puts them where no browser gets them.
 */
function strengthMeter(): Promise<ZxcvbnFactory> {
  loading ??= load();
  return loading;
}

async function load(): Promise<ZxcvbnFactory> {
  const [core, common, english, german] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
    import("@zxcvbn-ts/language-de"),
  ]);
  const options: OptionsType = {
    dictionary: { ...common.dictionary, ...english.dictionary, ...german.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
    l33tMaxSubstitutions: LEET_READINGS_MAX,
    maxLength: CHECKED_CHARACTERS_MAX,
  };
  return new core.ZxcvbnFactory(options);
}

/**
 * Why a password would be guessed early, in words for who chose it, as zxcvbn estimates it (https://zxcvbn-ts.github.io);
 * undefined when it would not. `names` are words that whoever knows the person or the school would try.
 */
export async function explainWeakPassword(password: string, names: readonly string[]): Promise<Message | undefined> {
  const meter = await strengthMeter();
  const checked = [...password.normalize("NFKC")]
    .slice(0, CHECKED_CHARACTERS_MAX)
    .join("")
    .slice(0, CHECKED_CHARACTERS_MAX);
  const { score, sequence } = meter.check(checked, [...names]);
  if (score >= SCORE_MIN) return undefined;
  const patterns = new Set(sequence.map(({ pattern }) => pattern));
  if (sequence.some(({ dictionaryName }) => dictionaryName === "userInputs")) {
    return message("refusals.password_name_easy");
  }
  if (patterns.has("spatial") || patterns.has("sequence")) return message("refusals.password_keys_in_row");
  if (patterns.has("repeat") && patterns.size === 1) return message("refusals.password_few_characters");
  if (patterns.has("dictionary")) return message("refusals.password_common_word");
  return message("refusals.password_easy");
}
