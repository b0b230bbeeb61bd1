/** What Stripe's clients send: nested names in brackets (`line_items[0][price_data][currency]=chf`) as nested objects. */
export type Fields = { [name: string]: string | Fields };

export function parseForm(text: string): Fields {
  const fields: Fields = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.split(/[[\]]+/).filter((part) => part !== "");
    let at = fields;
    for (const part of path.slice(0, -1)) {
      const next = at[part];
      at = typeof next === "object" ? next : (at[part] = {});
    }
    at[path.at(-1) as string] = value;
  }
  return fields;
}

/** The text at a path, or undefined. */
export function textAt(fields: Fields, ...path: string[]): string | undefined {
  let at: string | Fields | undefined = fields;
  for (const part of path) at = typeof at === "object" ? at[part] : undefined;
  return typeof at === "string" ? at : undefined;
}

/** The fields under a name, or none. */
export function fieldsAt(fields: Fields, name: string): Fields {
  const found = fields[name];
  return typeof found === "object" ? found : {};
}
