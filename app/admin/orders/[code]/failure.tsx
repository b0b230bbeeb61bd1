import { getTranslator } from "#components/messages/get-translator.ts";
import { getProviderWords } from "#domain/kernel/describe-failure.ts";

/** Why it failed, and what the provider said itself, which its support asks for. Card services answer in English. */
export function Failure({ words, kept }: { words: string; kept: string }) {
  const said = getProviderWords(kept);
  return (
    <span className="block text-bad">
      {words}
      {said !== "" && said !== words && (
        <span className="block text-tiny text-ink-faint [overflow-wrap:anywhere]">
          {getTranslator().rich("admin_orders.provider_words", { words: <span lang="en">{said}</span> })}
        </span>
      )}
    </span>
  );
}
