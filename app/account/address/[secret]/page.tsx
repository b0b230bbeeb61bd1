import { readFromPrimary } from "#db/read-scope.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { FocusPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { DeadLink, OthersLink } from "#components/account/dead-link.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { findLink } from "#domain/accounts/find-link.ts";
import { confirmNewAddressAction, signOutAction } from "../../actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

// A secret in an address must not travel to another site in a Referer header.
export function generateMetadata(): Metadata {
  const t = getTranslator();
  return { title: t("account.your_new_address_title"), robots: { index: false }, referrer: "same-origin" };
}

type Props = { params: Promise<{ secret: string }> };

/** A press changes the address, not the visit: mail programs open links to look at them. */
export default async function NewAddressPage({ params }: Props) {
  const t = getTranslator();
  const { secret } = await params;
  const who = await requireViewer(`/account/address/${secret}`);
  readFromPrimary();
  const { read, now } = await getPageReadCtx();
  const link = await findLink(read, secret, now);
  const isLink = link?.purpose === "new_address";
  const isMine = isLink && link.userId === who.userId;
  return (
    <FocusPage width="narrow">
      {isMine ? (
        <>
          <h1>{t("account.your_new_address_title")}</h1>
          <p className="mt-3 text-ink-soft">
            {t.rich("account.your_new_address", {
              name: who.name,
              newEmail: formatEmail(link.newEmail ?? ""),
              new: (children) => <span className="break-all font-[540] text-ink">{children}</span>,
              email: formatEmail(who.email),
              old: (children) => <span className="break-all">{children}</span>,
            })}
          </p>
          <StateForm action={confirmNewAddressAction} values={{ secret }} className="mt-7 grid gap-5">
            <SubmitButton full pendingLabel={t("account.one_moment_pending")}>
              {t("account.use_the_new_address_button")}
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
