import { Toast } from "#components/ui/toast.tsx";
import type { SearchParams } from "./list.ts";

/**
 * Says once what has just been done. The address carries a word, never the sentence: nobody can make the office say
 * something by sending a link.
 */
export function Done({ params, words }: { params: SearchParams; words: Record<string, string> }) {
  const { done } = params;
  return <Toast message={typeof done === "string" && Object.hasOwn(words, done) ? words[done] : undefined} />;
}
