import { type Message, message } from "#messages/message.ts";
import { isolateText } from "../kernel/isolate-text.ts";
import { countCharacters } from "../kernel/text-inputs.ts";
import { CERTIFICATE_NAME_MAX } from "./inputs.ts";
import { listUnprintable } from "./printable-letters.ts";

/** Whose text it is decides who can mend it: the student their name, the school its own and the course's title. */
export type PrintFault = { field: "name" | "courseTitle" | "school"; words: Message };

/** As many of the letters are named as a person needs to find them. */
const LETTERS_SHOWN = 5;

const shown = (letters: readonly string[]) => isolateText(letters.slice(0, LETTERS_SHOWN).join(" "));

/** Why a certificate cannot be printed as it stands, and what mends it; undefined when it can. */
export function explainPrintFault(texts: {
  name: string;
  courseTitle: string;
  school: string;
}): PrintFault | undefined {
  const { name, courseTitle, school } = texts;
  if (countCharacters(name) > CERTIFICATE_NAME_MAX) {
    return { field: "name", words: message("certificates.name_too_long", { count: CERTIFICATE_NAME_MAX }) };
  }
  const inName = listUnprintable(name);
  if (inName.length > 0 || name === "") {
    return { field: "name", words: message("certificates.name_unprintable", { letters: shown(inName) }) };
  }
  const inTitle = listUnprintable(courseTitle);
  if (inTitle.length > 0 || courseTitle === "") {
    return { field: "courseTitle", words: message("certificates.title_unprintable", { letters: shown(inTitle) }) };
  }
  const inSchool = listUnprintable(school);
  if (inSchool.length === 0) return undefined;
  return { field: "school", words: message("certificates.school_unprintable", { letters: shown(inSchool) }) };
}
