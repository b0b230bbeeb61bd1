import type { Metadata } from "next";
import { FocusPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, getViewer } from "#app/_auth/viewer.ts";
import { ChoosePassword } from "#components/account/choose-password.tsx";
import { DeadLink, SignsInInstead } from "#components/account/dead-link.tsx";
import { findLink } from "#domain/accounts/find-link.ts";
import { signOutAction } from "../../../account/actions.ts";
import { choosePasswordAction } from "../actions.ts";

// A secret in an address must not travel to another site in a Referer header.
export const metadata: Metadata = { title: "Choose a new password", robots: { index: false }, referrer: "same-origin" };

type Props = { params: Promise<{ secret: string }> };

export default async function NewPasswordPage({ params }: Props) {
  const { secret } = await params;
  const { read, now, rules } = await getPageReadCtx();
  const [link, who] = await Promise.all([findLink(read, secret, now), getViewer()]);
  return (
    <FocusPage width="narrow">
      {link?.purpose === "reset" ? (
        <>
          <h1>Choose a new password</h1>
          <p className="mt-3 text-ink-soft">You will be signed in here, and signed out everywhere else.</p>
          <SignsInInstead who={who} email={link.email} />
          <ChoosePassword
            secret={secret}
            email={link.email}
            action={choosePasswordAction}
            passwordLengthMin={rules.passwordLengthMin}
            submitLabel="Save and sign in"
          />
        </>
      ) : (
        <DeadLink href="/sign-in/reset" label="Ask for a new link" who={who} signOut={signOutAction} />
      )}
    </FocusPage>
  );
}
