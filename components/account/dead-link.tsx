import { Button, LinkButton } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** As whom this browser is signed in. A mailed link may be somebody else's, so every page that one opens says so. */
type Person = { name: string; email: string };

type SignOut = (form: FormData) => Promise<void>;

function Named({ who }: { who: Person }) {
  return (
    <>
      <bdi className="font-[540] [overflow-wrap:anywhere]">{who.name}</bdi>{" "}
      <span className="[overflow-wrap:anywhere]">({formatEmail(who.email)})</span>
    </>
  );
}

export type DeadLinkProps = { href: string; label: string; who?: Person; signOut: SignOut };

/** Stands where the form would, when a link no longer works. */
export function DeadLink({ href, label, who, signOut }: DeadLinkProps) {
  const t = getTranslator();
  return (
    <>
      <h1>{t("account.this_link_no_longer_works_title")}</h1>
      <p className="mt-3 text-ink-soft">{t("account.it_has_been_used_already_or_its_time_has")}</p>
      {who && (
        <p className="mt-3 text-ink-soft">
          {t.rich("account.link_is_dead_and_you_are_signed_in_as", { who: <Named who={who} /> })}
        </p>
      )}
      <div className="mt-7 flex flex-wrap gap-3">
        <LinkButton href={href}>{label}</LinkButton>
        {who && <SignOutButton signOut={signOut} variant="quiet" />}
      </div>
    </>
  );
}

/** Stands there when the link works, for somebody else than who is signed in. */
export function OthersLink({ who, signOut }: { who: Person; signOut: SignOut }) {
  const t = getTranslator();
  return (
    <>
      <h1>{t("account.this_link_is_for_another_account_title")}</h1>
      <p className="mt-3 text-ink-soft">
        {t.rich("account.link_is_anothers_and_you_are_signed_in_as", { who: <Named who={who} /> })}
      </p>
      <div className="mt-7 flex flex-wrap gap-3">
        <SignOutButton signOut={signOut} variant="primary" />
        <LinkButton href="/account" variant="quiet">
          {t("account.go_to_your_account_button")}
        </LinkButton>
      </div>
    </>
  );
}

/** Stands above the form of a link that signs its holder in, when somebody else is signed in here. */
export function SignsInInstead({ who, email }: { who: Person | undefined; email: string }) {
  const t = getTranslator();
  if (!who || who.email === email) return null;
  return (
    <Notice tone="info" className="mt-5">
      {t.rich("account.link_signs_you_in_as_another", {
        who: <Named who={who} />,
        email: formatEmail(email),
        span: (children) => <span className="[overflow-wrap:anywhere]">{children}</span>,
      })}
    </Notice>
  );
}

function SignOutButton({ signOut, variant }: { signOut: SignOut; variant: "primary" | "quiet" }) {
  const t = getTranslator();
  return (
    <form action={signOut}>
      <Button type="submit" variant={variant}>
        {t("account.sign_out_button")}
      </Button>
    </form>
  );
}
