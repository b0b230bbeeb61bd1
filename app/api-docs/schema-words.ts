import { getDocsTranslator } from "./docs-translator.ts";

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
  const t = getDocsTranslator();
  if (schema.$ref) return { words: "", object: schema.$ref.slice(OBJECT.length) };
  if (schema.anyOf) return eitherOf(schema.anyOf);
  if (schema.enum) return { words: schema.enum.join(" | ") };
  if (schema.items) {
    const { words, object } = typeWords(schema.items);
    return { words: t("api_docs.list_of", { type: words }).trim(), ...(object ? { object } : {}) };
  }
  const types = [schema.type ?? "anything"].flat();
  const said = types.map((type) => (type === "string" ? stringWords(schema) : type));
  return { words: said.reduce((either, or) => t("api_docs.either_type", { either, or })) };
}

function eitherOf(choices: Schema[]): TypeWords {
  const hasNull = choices.some(({ type }) => type === "null");
  const [only, ...others] = choices.filter(({ type }) => type !== "null").map(typeWords);
  if (!only || others.length > 0) return { words: [only, ...others].map((each) => each?.words).join(" | ") };
  return hasNull ? { ...only, words: getDocsTranslator()("api_docs.or_null", { type: only.words }).trim() } : only;
}

/** The object whose fields stand in a field itself, also where it may be null. */
export function objectIn(field: Schema): Schema | undefined {
  return [field, ...(field.anyOf ?? []), ...(field.items ? [field.items] : [])].find(({ properties }) => properties);
}

function stringWords({ format }: Schema): string {
  return getDocsTranslator()(format === "date-time" ? "api_docs.date_and_time" : "api_docs.text");
}

/** What else there is to know: how long it may be, and what it is when it is left out. */
export function boundsWords({ minimum, maximum, minLength, maxLength, default: usual }: Schema): string {
  const t = getDocsTranslator();
  const said = [];
  if (maxLength !== undefined) said.push(t("api_docs.at_most_characters", { count: maxLength }));
  else if (minLength !== undefined) said.push(t("api_docs.at_least_characters", { count: minLength }));
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) said.push(t("api_docs.at_most", { number: maximum }));
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER)
    said.push(t("api_docs.at_least", { number: minimum }));
  if (usual !== undefined) said.push(t("api_docs.when_left_out", { value: JSON.stringify(usual) }));
  return said.join(", ");
}
