import { Avatar } from "#components/ui/avatar.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type AccountLinkProps = {
  viewer: { name: string; staff: boolean } | null;
  /** Where signing in should lead back to. */
  here?: string;
  /** Where one signs in: with the language of a public page in its address. */
  signIn?: string;
};

const plainLink = "py-2 text-ink-soft hover:text-ink";

/** The corner of a page that says who one is: a way to sign in, or one's name and, for staff, the way to the office. */
export function AccountLink({ viewer, here, signIn = "/sign-in" }: AccountLinkProps) {
  if (viewer) return <Person name={viewer.name} office={viewer.staff && <OfficeLink />} />;
  const href = here ? `${signIn}?next=${encodeURIComponent(here)}` : signIn;
  return (
    <a href={href} className={plainLink}>
      {getTranslator()("layout.sign_in")}
    </a>
  );
}

function Person({ name, office }: { name: string; office: React.ReactNode }) {
  return (
    <div className="flex items-center gap-4">
      {office}
      <a href="/account" className="flex min-h-9 items-center gap-2 text-ink-soft hover:text-ink">
        <Avatar name={name} size="s" />
        <span className="max-w-40 truncate max-sm:sr-only" title={name}>
          {name}
        </span>
      </a>
    </div>
  );
}

function OfficeLink({ hidden = false }: { hidden?: boolean }) {
  return (
    <a href="/admin" hidden={hidden} className={plainLink}>
      {getTranslator()("layout.office")}
    </a>
  );
}

/**
 * The account corner of a page that is the same for everyone. public/site-script.js asks who is looking and shows what fits;
 * until then, and without JavaScript, it is a plain link to the account, which asks visitors to sign in.
 */
export function AccountCorner({ account, signIn }: { account: string; signIn: string }) {
  return (
    <account-corner className="contents">
      <a href={account} data-when="unknown" className={plainLink}>
        {getTranslator()("layout.account")}
      </a>
      <div data-when="visitor" hidden>
        <AccountLink viewer={null} signIn={signIn} />
      </div>
      <div data-when="person" hidden>
        <Person name="" office={<OfficeLink hidden />} />
      </div>
    </account-corner>
  );
}
