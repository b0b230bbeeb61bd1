import { Avatar } from "#components/ui/avatar.tsx";
import { getBrowserTranslator } from "#components/messages/get-browser-translator.ts";

export type AccountLinkProps = {
  viewer: { name: string; staff: boolean } | null;
  /** Where signing in should lead back to. */
  here?: string;
  /** Where one signs in: with the language of a public page in its address. */
  signIn?: string;
};

/** The corner of a page that says who one is: a way to sign in, or one's name and, for staff, the way to the office. */
export function AccountLink({ viewer, here, signIn = "/sign-in" }: AccountLinkProps) {
  const t = getBrowserTranslator();
  if (!viewer) {
    const href = here ? `${signIn}?next=${encodeURIComponent(here)}` : signIn;
    return (
      <a href={href} className="py-2 text-ink-soft hover:text-ink">
        {t("browser.sign_in")}
      </a>
    );
  }
  return (
    <div className="flex items-center gap-4">
      {viewer.staff && (
        <a href="/admin" className="py-2 text-ink-soft hover:text-ink">
          {t("browser.office")}
        </a>
      )}
      <a href="/account" className="flex min-h-9 items-center gap-2 text-ink-soft hover:text-ink">
        <Avatar name={viewer.name} size="s" />
        <span className="max-w-40 truncate max-sm:sr-only" title={viewer.name}>
          {viewer.name}
        </span>
      </a>
    </div>
  );
}
