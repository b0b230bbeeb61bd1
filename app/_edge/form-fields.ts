/**
 * A form's fields as zod takes them. A name that is sent several times becomes a list; Next's own fields and the bytes of files are
 * left out.
 */
export function fieldsOf(form: FormData): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const all = form.getAll(name).flatMap((value) => (typeof value === "string" ? [plain(value)] : []));
    if (all.length > 0) fields[name] = all.length > 1 ? all : all[0];
  }
  return fields;
}

/**
 * What was typed, as everybody else writes it. Browsers send every new line of a text as two characters, which would be one too
 * many for its longest length, and a change to a text that nobody touched. No text holds the character 0: nobody can type it,
 * and PostgreSQL would refuse the whole write.
 */
function plain(typed: string): string {
  return typed.replace(/\r\n?/g, "\n").replaceAll("\0", "");
}
