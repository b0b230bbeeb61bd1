/**
 * A form's fields as zod takes them. A name that is sent several times becomes a list; Next's own fields and the bytes of files are
 * left out. One pass: whoever sends the form chooses how many fields it has.
 */
export function readFormFields(form: FormData): Record<string, unknown> {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of form) {
    if (typeof value !== "string" || name.startsWith("$ACTION")) continue;
    const before = fields.get(name);
    if (before === undefined) fields.set(name, plain(value));
    else if (typeof before === "string") fields.set(name, [before, plain(value)]);
    else before.push(plain(value));
  }
  return Object.fromEntries(fields);
}

/**
 * What was typed, as everybody else writes it. Browsers send every new line of a text as two characters, which would be one too
 * many for its longest length, and a change to a text that nobody touched. No text holds the character 0: nobody can type it,
 * and PostgreSQL would refuse the whole write.
 */
function plain(typed: string): string {
  return typed.replace(/\r\n?/g, "\n").replaceAll("\0", "");
}
