/** A JSON Schema, as far as the API's own schemas go. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: string[];
  items?: Schema;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
};

/** A type as a reader would say it: what it is, and the name of the object that it leads to. */
export type TypeWords = { words: string; object?: string };

const OBJECT = "#/components/schemas/";

export function typeWords(schema: Schema): TypeWords {
  if (schema.$ref) return { words: "", object: schema.$ref.slice(OBJECT.length) };
  if (schema.anyOf) return eitherOf(schema.anyOf);
  if (schema.enum) return { words: schema.enum.join(" | ") };
  if (schema.items) {
    const { words, object } = typeWords(schema.items);
    return { words: words === "" ? "list of" : `list of ${words}`, ...(object ? { object } : {}) };
  }
  const types = [schema.type ?? "anything"].flat();
  return { words: types.map((type) => (type === "string" ? stringWords(schema) : type)).join(" or ") };
}

function eitherOf(choices: Schema[]): TypeWords {
  const orNull = choices.some(({ type }) => type === "null") ? "or null" : "";
  const [only, ...others] = choices.filter(({ type }) => type !== "null").map(typeWords);
  if (!only || others.length > 0) return { words: [only, ...others].map((each) => each?.words).join(" | ") };
  return { ...only, words: `${only.words} ${orNull}`.trim() };
}

/** The object whose fields stand in a field itself, also where it may be null. */
export function objectIn(field: Schema): Schema | undefined {
  return [field, ...(field.anyOf ?? []), ...(field.items ? [field.items] : [])].find(({ properties }) => properties);
}

function stringWords({ format }: Schema): string {
  return format === "date-time" ? "date and time" : "text";
}

/** What else there is to know: how long it may be, and what it is when it is left out. */
export function boundsWords({ minimum, maximum, minLength, maxLength, default: usual }: Schema): string {
  const said = [];
  if (maxLength !== undefined) said.push(`at most ${maxLength.toLocaleString("en")} characters`);
  else if (minLength !== undefined) said.push(`at least ${minLength} characters`);
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) said.push(`at most ${maximum.toLocaleString("en")}`);
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) said.push(`at least ${minimum.toLocaleString("en")}`);
  if (usual !== undefined) said.push(`${JSON.stringify(usual)} when left out`);
  return said.join(", ");
}
