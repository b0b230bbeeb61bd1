import { Refusal } from "#domain/kernel/refusal.ts";
import { message, type Said } from "#messages/message.ts";
import { isFieldName } from "./student-fields.ts";

/**
 * What somebody says that each column holds. Refuses a field that two columns would hold, and a file that says nothing of who is meant.
 * `fieldOf` names the form's field of a column, by its place.
 */
export function readMapping(
  chosen: readonly string[],
  fieldOf: (at: number, words: Said) => Record<string, Said>,
): string[] {
  let fields: Record<string, Said> = {};
  for (const [at, field] of chosen.entries()) {
    if (!isFieldName(field)) fields = { ...fields, ...fieldOf(at, message("student_imports.no_field")) };
    else if (field !== "" && chosen.indexOf(field) !== at)
      fields = { ...fields, ...fieldOf(at, message("student_imports.field_twice")) };
  }
  if (Object.keys(fields).length > 0) throw new Refusal("invalid_input", { fields });
  if (!["email", "key", "id"].some((field) => chosen.includes(field))) {
    throw new Refusal("invalid_input", { words: message("student_imports.nobody_is_named") });
  }
  return [...chosen];
}
