import { isRefusal, Refusal } from "#domain/kernel/refusal.ts";
import { message } from "#messages/message.ts";

/**
 * The body of a request as text, byte for byte. Refuses one that is larger than `bytesMax`, and stops reading there,
 * whatever length it announced.
 */
export async function readBody(request: Request, bytesMax: number): Promise<string> {
  const announced = request.headers.get("content-length");
  if (Number(announced ?? 0) > bytesMax) throw new Refusal("body_too_large");
  // HTTP itself ends a body at its announced length, so there is nothing to count.
  if (announced !== null) return textOf(new Uint8Array(await request.arrayBuffer()));
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.byteLength;
    if (bytes > bytesMax) throw new Refusal("body_too_large");
    chunks.push(chunk);
  }
  return textOf(Buffer.concat(chunks));
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Refuses bytes that are no UTF-8 (RFC 8259, 8.1): each would be kept as a sign that says only that something was lost. */
function textOf(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new Refusal("body_not_json", { words: message("refusals.body_not_utf8") });
  }
}

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json *(?:;|$)/i;

/** What a body says. Refuses one that is not JSON, or says of itself that it is something else. */
export function parseJsonBody(text: string, contentType: string | null): unknown {
  // Some verbs need nothing said; an empty body says it too.
  if (text === "") return {};
  if (contentType !== null && contentType !== "application/json" && !JSON_TYPE.test(contentType)) {
    throw new Refusal("content_type_refused");
  }
  let said: unknown;
  try {
    said = text.includes("\\u0000") ? JSON.parse(text, withoutNull) : JSON.parse(text);
  } catch (error) {
    throw isRefusal(error) ? error : new Refusal("body_not_json");
  }
  const twice = findRepeatedName(text);
  // Which of two is meant nobody can know, as in an address.
  if (twice !== undefined) throw new Refusal("invalid_input", { fields: { [twice]: message("fields.sent_twice") } });
  return said;
}

/** The first name that stands twice in one object of a JSON text, which `JSON.parse` has taken. The last one would count. */
function findRepeatedName(json: string): string | undefined {
  const objects: (Set<string> | null)[] = [];
  let isName = false;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    if (sign === '"') {
      const end = findEndOfString(json, at);
      const names = objects.at(-1);
      if (isName && names) {
        const name = JSON.parse(json.slice(at, end + 1)) as string;
        if (names.has(name)) return name;
        names.add(name);
      }
      isName = false;
      at = end;
    } else if (sign === "{" || sign === "[") {
      objects.push(sign === "{" ? new Set() : null);
      isName = sign === "{";
    } else if (sign === "}" || sign === "]") objects.pop();
    else if (sign === ",") isName = objects.at(-1) instanceof Set;
  }
  return undefined;
}

function findEndOfString(json: string, start: number): number {
  let end = start;
  let escapes: number;
  do {
    end = json.indexOf('"', end + 1);
    escapes = 0;
    while (json[end - 1 - escapes] === "\\") escapes += 1;
  } while (escapes % 2 === 1);
  return end;
}

function withoutNull(_name: string, value: unknown): unknown {
  if (typeof value === "string") checkText(value);
  return value;
}

/** Refuses the character 0, which none of our texts holds and PostgreSQL cannot keep. */
export function checkText(text: string): void {
  if (text.includes("\0")) throw new Refusal("invalid_input", { words: message("refusals.character_0") });
}
