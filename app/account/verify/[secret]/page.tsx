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

// A secret in an address must not travel to another site in a Referer header.
export const metadata: Metadata = { title: "Confirm your address", robots: { index: false }, referrer: "same-origin" };

type Props = { params: Promise<{ secret: string }> };

/** A press confirms, not the visit: mail programs open links to look at them. */
export default async function VerifyPage({ params }: Props) {
  const { secret } = await params;
  const who = await requireViewer(`/account/verify/${secret}`);
  const { read, now } = await getPageReadCtx();
  const link = await findLink(read, secret, now);
  const isLink = link?.purpose === "verify";
  const isMine = isLink && link.userId === who.userId;
  if (who.verified && (!isLink || isMine)) return <Confirmed email={who.email} />;
  return (
    <FocusPage width="narrow">
      {isMine ? (
        <>
          <h1>Confirm your address</h1>
          <p className="mt-3 text-ink-soft">
            You are signed in as <bdi>{who.name}</bdi>, and{" "}
            <span className="font-[540] text-ink">{formatEmail(who.email)}</span> is yours.
          </p>
          <StateForm action={verifyAddressAction} values={{ secret }} className="mt-7 grid gap-5">
            <SubmitButton full pendingLabel="One moment">
              Yes, that is mine
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

/** Said of the account that is signed in, whoever the link was for: it no longer says. */
function Confirmed({ email }: { email: string }) {
  return (
    <FocusPage width="narrow">
      <h1>Your address is confirmed</h1>
      <p className="mt-3 text-ink-soft">
        You are signed in with <span className="break-all font-[540] text-ink">{formatEmail(email)}</span>.
      </p>
      <LinkButton href="/account" className="mt-7">
        Go to your account
      </LinkButton>
    </FocusPage>
  );
}
