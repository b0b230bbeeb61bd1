import { readFromPrimary } from "#db/read-scope.ts";
import type { Metadata } from "next";
import { FocusPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, getViewer } from "#app/_auth/viewer.ts";
import { ChoosePassword } from "#components/account/choose-password.tsx";
import { DeadLink, SignsInInstead } from "#components/account/dead-link.tsx";
import { findLink } from "#domain/accounts/find-link.ts";
import { signOutAction } from "../../../account/actions.ts";
import { choosePasswordAction } from "../actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

// A secret in an address must not travel to another site in a Referer header.
export function generateMetadata(): Metadata {
  const t = getTranslator();
  return { title: t("sign_in.choose_a_new_password_title"), robots: { index: false }, referrer: "same-origin" };
}

type Props = { params: Promise<{ secret: string }> };

export default async function NewPasswordPage({ params }: Props) {
  const t = getTranslator();
  const { secret } = await params;
  readFromPrimary();
  const { read, now, rules } = await getPageReadCtx();
  const [link, who] = await Promise.all([findLink(read, secret, now), getViewer()]);
  return (
    <FocusPage width="narrow">
      {link?.purpose === "reset" ? (
        <>
          <h1>{t("sign_in.choose_a_new_password_title")}</h1>
          <p className="mt-3 text-ink-soft">{t("sign_in.choose_a_new_password_lede")}</p>
          <SignsInInstead who={who} email={link.email} />
          <ChoosePassword
            secret={secret}
            email={link.email}
            action={choosePasswordAction}
            passwordLengthMin={rules.passwordLengthMin}
            submitLabel={t("sign_in.save_and_sign_in_label")}
          />
        </>
      ) : (
        <DeadLink
          href="/sign-in/reset"
          label={t("sign_in.ask_for_a_new_link_label")}
          who={who}
          signOut={signOutAction}
        />
      )}
    </FocusPage>
  );
}
