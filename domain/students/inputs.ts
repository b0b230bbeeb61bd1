import { z } from "zod";
import { issue } from "#messages/message.ts";
import { isLanguage } from "../kernel/is-language.ts";
import { createTextInput } from "../kernel/text-inputs.ts";

const OFFICE_NOTE_CHARACTERS_MAX = 4_000;

/** What the office notes about a student. An empty one is none. */
export const OfficeNoteInput = createTextInput(OFFICE_NOTE_CHARACTERS_MAX).transform((note) => note || null);

/** The language in which the school writes to a student: a tag, or nothing for the school's own. */
export const StudentLanguageInput = z
  .string()
  .max(35)
  .refine((tag) => tag === "" || isLanguage(tag), issue("fields.choose_language"))
  .transform((tag) => tag || null);
