import { headers } from "next/headers";
import { Toast } from "#components/ui/toast.tsx";
import type { SearchParams } from "./list.ts";

/**
 * Says once what has just been done. The address carries a word, never the sentence: nobody can make the office say
 * something by sending a link.
 */
export async function Done({ params, words }: { params: SearchParams; words: Record<string, string> }) {
  const { done } = params;
  if (typeof done !== "string" || !Object.hasOwn(words, done) || (await answersForm())) return null;
  return <Toast message={words[done]} />;
}

/**
 * Without a script a form that is refused is answered with this very page, under the address that still carries the last
 * deed's word; saying it again would contradict the refusal. Only a request that sends a form has a body, and so its type.
 */
async function answersForm(): Promise<boolean> {
  return (await headers()).has("content-type");
}
