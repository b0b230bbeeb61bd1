import { getTranslator } from "#components/messages/get-translator.ts";
import type { Refusal } from "#domain/kernel/refusal.ts";
import type { Said } from "#messages/message.ts";

/** What a refusal says, in the language of the request. */
export function refusalTexts({ said, detail }: Refusal): { words: string; fields?: Record<string, string> } {
  const words = getTranslator().format(said);
  return detail.fields === undefined ? { words } : { words, fields: formatFields(detail.fields) };
}

function formatFields(fields: Record<string, Said>): Record<string, string> {
  const t = getTranslator();
  return Object.fromEntries(Object.entries(fields).map(([name, said]) => [name, t.format(said)]));
}
