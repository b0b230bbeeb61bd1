import { Refusal } from "#domain/kernel/refusal.ts";
import { message, type Said } from "#messages/message.ts";
import { toSaid } from "#messages/message-error.ts";
import { UnreadableFileError } from "../decode-file.ts";

/** What a page says where the command names its option. */
const ON_A_PAGE = {
  "imports.encoding_unsure": "student_imports.encoding_unsure",
  "imports.encoding_unknown": "student_imports.encoding_unknown",
} as const;

/** Reads a file for a form or the API: what cannot be read is refused, in words beside its field. */
export function explainUnreadable<T>(read: () => T, field: string): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    throw new Refusal("invalid_input", { fields: { [field]: onAPage(toSaid(error)) } });
  }
}

function onAPage(said: Said): Said {
  if (typeof said === "string") return said;
  if (said.key === "imports.encoding_unsure")
    return message(ON_A_PAGE["imports.encoding_unsure"], { readings: String(said.values?.readings) });
  return said.key === "imports.encoding_unknown" ? message(ON_A_PAGE["imports.encoding_unknown"]) : said;
}
