import { Button } from "#components/ui/button.tsx";

export type Way = { provider: string; label: string };

export type OtherWaysProps = { ways: Way[]; next: string; action: (form: FormData) => Promise<void> };

/** The accounts elsewhere that one can sign in with. */
export function OtherWays({ ways, next, action }: OtherWaysProps) {
  return (
    <section aria-label="Other ways to sign in" className="mt-8 grid gap-3 border-t border-rule pt-7">
      {ways.map(({ provider, label }) => (
        <form key={provider} action={action}>
          <input type="hidden" name="provider" value={provider} />
          <input type="hidden" name="next" value={next} />
          <Button type="submit" variant="quiet" full>
            Continue with {label}
          </Button>
        </form>
      ))}
    </section>
  );
}
