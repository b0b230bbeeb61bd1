import { readFromPrimary } from "#db/read-scope.ts";
import type { Metadata } from "next";
import { FocusPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, getViewer } from "#app/_auth/viewer.ts";
import { signOutAction } from "../../account/actions.ts";
import { acceptInvitationAction } from "./actions.ts";
import { ChoosePassword } from "#components/account/choose-password.tsx";
import { DeadLink, SignsInInstead } from "#components/account/dead-link.tsx";
import { findInvitation } from "#domain/accounts/invitations.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

// A secret in an address must not travel to another site in a Referer header.
export function generateMetadata(): Metadata {
  const t = getTranslator();
  return { title: t("welcome.welcome_title"), robots: { index: false }, referrer: "same-origin" };
}

type Props = { params: Promise<{ secret: string }> };

/** Where an invitation leads: the first owner's, printed at the first start, or a colleague's or a student's, by mail. */
export default async function WelcomePage({ params }: Props) {
  const t = getTranslator();
  const { secret } = await params;
  readFromPrimary();
  const { read, now, rules } = await getPageReadCtx();
  const [invitation, school, who] = await Promise.all([
    findInvitation(read, secret, now),
    getSettingsOnce({ read }),
    getViewer(),
  ]);
  return (
    <FocusPage width="narrow">
      {invitation ? (
        <>
          <h1>{t("welcome.welcome_to_title", { name: school.name })}</h1>
          <p className="mt-3 text-ink-soft">{t("welcome.welcome_lede")}</p>
          <SignsInInstead who={who} email={invitation.email} />
          <ChoosePassword
            secret={secret}
            email={invitation.email}
            name={invitation.name}
            action={acceptInvitationAction}
            passwordLengthMin={rules.passwordLengthMin}
            submitLabel={t("welcome.save_and_go_in_label")}
          />
        </>
      ) : (
        <DeadLink
          href={who ? "/account" : "/sign-in"}
          label={who ? t("welcome.go_to_your_account_label") : t("welcome.sign_in_label")}
          who={who}
          signOut={signOutAction}
        />
      )}
    </FocusPage>
  );
}
