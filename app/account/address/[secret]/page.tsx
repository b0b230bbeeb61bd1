import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { FocusPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { DeadLink, OthersLink } from "#components/account/dead-link.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { findLink } from "#domain/accounts/find-link.ts";
import { confirmNewAddressAction, signOutAction } from "../../actions.ts";

// A secret in an address must not travel to another site in a Referer header.
export const metadata: Metadata = { title: "Your new address", robots: { index: false }, referrer: "same-origin" };

type Props = { params: Promise<{ secret: string }> };

/** A press changes the address, not the visit: mail programs open links to look at them. */
export default async function NewAddressPage({ params }: Props) {
  const { secret } = await params;
  const who = await requireViewer(`/account/address/${secret}`);
  const { read, now } = await getPageReadCtx();
  const link = await findLink(read, secret, now);
  const isLink = link?.purpose === "new_address";
  const isMine = isLink && link.userId === who.userId;
  return (
    <FocusPage width="narrow">
      {isMine ? (
        <>
          <h1>Your new address</h1>
          <p className="mt-3 text-ink-soft">
            You are signed in as <bdi>{who.name}</bdi>. From now on you sign in with{" "}
            <span className="break-all font-[540] text-ink">{formatEmail(link.newEmail ?? "")}</span>, and our letters
            go there instead of <span className="break-all">{formatEmail(who.email)}</span>.
          </p>
          <StateForm action={confirmNewAddressAction} values={{ secret }} className="mt-7 grid gap-5">
            <SubmitButton full pendingLabel="One moment">
              Use the new address
            </SubmitButton>
          </StateForm>
        </>
      ) : isLink ? (
        <OthersLink who={who} signOut={signOutAction} />
      ) : (
        <DeadLink href="/account" label="Go to your account" who={who} signOut={signOutAction} />
      )}
    </FocusPage>
  );
}
