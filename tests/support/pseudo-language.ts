import { loadCatalogue, SOURCE_LANGUAGE } from "#messages/catalogue.ts";
import type { Words } from "#messages/message.ts";
import { translatorFor, translatorOf } from "#messages/translator.ts";

/** The words of each language of the catalogue, as a school gives them to its mails. */
export const wordsIn = (language: string | null): Words => translatorFor(language ?? SOURCE_LANGUAGE);

/** No letter of it is one of English, so whatever English stays in a text is seen. */
const OTHERS = [..."áбçďéƒğĥíĵķĺмńóрʠŕśťúνŵχýž"];

/** Words in other letters; tags stay. */
const accented = (text: string) =>
  text.replace(/<\/?\w+>|[a-z]/gi, (found) => {
    if (found.length > 1) return found;
    const other = OTHERS[(found.toLowerCase().codePointAt(0) ?? 0) - ("a".codePointAt(0) ?? 0)] ?? found;
    return found === found.toLowerCase() ? other : other.toUpperCase();
  });

/** An ICU message with its words in other letters; arguments, the names of choices and tags stay. */
export function pseudoMessage(text: string): string {
  let out = "";
  let depth = 0;
  for (const piece of text.split(/([{}])/)) {
    // Words stand at every even depth: outside of arguments, and inside the choices of one.
    out += depth % 2 === 0 ? accented(piece) : piece;
    if (piece === "{") depth += 1;
    else if (piece === "}") depth -= 1;
  }
  return out;
}

const made = new Map<string, Words>();

/** English in other letters, as a language of its own: `locale` says how it formats dates and sums. Thousands of texts, so it is made once. */
export function pseudoWords(locale: string, direction: "ltr" | "rtl" = "ltr"): Words {
  const name = `${locale} ${direction}`;
  const words = made.get(name) ?? makePseudoWords(locale, direction);
  made.set(name, words);
  return words;
}

function makePseudoWords(locale: string, direction: string): Words {
  const english = loadCatalogue().get(SOURCE_LANGUAGE) ?? new Map<string, string>();
  const texts = new Map([...english].map(([key, text]) => [key, pseudoMessage(text)]));
  texts.set("language.locale", locale).set("language.direction", direction);
  return translatorOf(
    "x-pseudo",
    new Map([
      [SOURCE_LANGUAGE, english],
      ["x-pseudo", texts],
    ]),
  );
}
