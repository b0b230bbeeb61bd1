import { Button } from "#components/ui/button.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type Way = { provider: string; label: string };

export type OtherWaysProps = { ways: Way[]; next: string; action: (form: FormData) => Promise<void> };

/** The accounts elsewhere that one can sign in with. */
export function OtherWays({ ways, next, action }: OtherWaysProps) {
  const t = getTranslator();
  return (
    <section
      aria-label={t("account.other_ways_to_sign_in_label")}
      className="mt-8 grid gap-3 border-t border-rule pt-7"
    >
      {ways.map(({ provider, label }) => (
        <form key={provider} action={action}>
          <input type="hidden" name="provider" value={provider} />
          <input type="hidden" name="next" value={next} />
          <Button type="submit" variant="quiet" full>
            {t("account.continue_with_button", { label })}
          </Button>
        </form>
      ))}
    </section>
  );
}
