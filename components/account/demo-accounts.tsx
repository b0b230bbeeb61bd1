import { Avatar } from "#components/ui/avatar.tsx";
import { Icon } from "#components/ui/icon.tsx";
import type { DemoAccount } from "#domain/accounts/demo-accounts.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export type DemoAccountsProps = {
  accounts: readonly DemoAccount[];
  password: string;
  next: string;
  action: (form: FormData) => Promise<void>;
};

/** The people of a demo school, each a click away. */
export function DemoAccounts({ accounts, password, next, action }: DemoAccountsProps) {
  const t = getTranslator();
  return (
    <section className="mt-10 border-t border-rule pt-7">
      <h2 className="text-[19px]">{t("account.or_look_around_as_heading")}</h2>
      <p className="mt-1.5 text-small text-ink-soft">
        {t.rich("account.a_press_signs_you_in", {
          password,
          span: (children) => <span className="font-[540] text-ink">{children}</span>,
        })}
      </p>
      <ul className="mt-3">
        {accounts.map(({ email, name, about }) => (
          <li key={email} className="border-b border-rule last:border-b-0">
            <form action={action}>
              <input type="hidden" name="email" value={email} />
              <input type="hidden" name="next" value={next} />
              <button type="submit" className="group flex w-full items-center gap-3 py-3 text-start">
                <Avatar name={name} />
                <span className="min-w-0 flex-1">
                  <span className="block font-[540] group-hover:underline">{name}</span>
                  <span className="block text-tiny text-ink-soft">
                    {t(about)} · {email}
                  </span>
                </span>
                <Icon name="chevron-right" className="text-ink-faint" />
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}
