import { readFromPrimary } from "#db/read-scope.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { FocusPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { DeadLink, OthersLink } from "#components/account/dead-link.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { findLink } from "#domain/accounts/find-link.ts";
import { signOutAction, verifyAddressAction } from "../../actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

// A secret in an address must not travel to another site in a Referer header.
export function generateMetadata(): Metadata {
  const t = getTranslator();
  return { title: t("account.confirm_your_address_title"), robots: { index: false }, referrer: "same-origin" };
}

type Props = { params: Promise<{ secret: string }> };

/** A press confirms, not the visit: mail programs open links to look at them. */
export default async function VerifyPage({ params }: Props) {
  const t = getTranslator();
  const { secret } = await params;
  const who = await requireViewer(`/account/verify/${secret}`);
  readFromPrimary();
  const { read, now } = await getPageReadCtx();
  const link = await findLink(read, secret, now);
  const isLink = link?.purpose === "verify";
  const isMine = isLink && link.userId === who.userId;
  if (who.verified && (!isLink || isMine)) return <Confirmed email={who.email} />;
  return (
    <FocusPage width="narrow">
      {isMine ? (
        <>
          <h1>{t("account.confirm_your_address_title")}</h1>
          <p className="mt-3 text-ink-soft">
            {t.rich("account.confirm_that_it_is_yours", {
              name: who.name,
              email: formatEmail(who.email),
              address: (children) => <span className="font-[540] text-ink">{children}</span>,
            })}
          </p>
          <StateForm action={verifyAddressAction} values={{ secret }} className="mt-7 grid gap-5">
            <SubmitButton full pendingLabel={t("account.one_moment_pending")}>
              {t("account.yes_that_is_mine_button")}
            </SubmitButton>
          </StateForm>
        </>
      ) : isLink ? (
        <OthersLink who={who} signOut={signOutAction} />
      ) : (
        <DeadLink href="/account" label={t("account.go_to_your_account_label")} who={who} signOut={signOutAction} />
      )}
    </FocusPage>
  );
}

/** Said of the account that is signed in, whoever the link was for: it no longer says. */
function Confirmed({ email }: { email: string }) {
  const t = getTranslator();
  return (
    <FocusPage width="narrow">
      <h1>{t("account.your_address_is_confirmed_title")}</h1>
      <p className="mt-3 text-ink-soft">
        {t.rich("account.you_are_signed_in_with", {
          email: formatEmail(email),
          address: (children) => <span className="break-all font-[540] text-ink">{children}</span>,
        })}
      </p>
      <LinkButton href="/account" className="mt-7">
        {t("account.go_to_your_account_button")}
      </LinkButton>
    </FocusPage>
  );
}
