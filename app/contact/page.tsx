import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { formatPostalAddress } from "#domain/settings/format-postal-address.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { hasContact } from "#domain/settings/has-contact.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("contact.title") };
}

/** How the school is reached and who it is, for everybody. A school that has said neither has no such page. */
export default async function ContactPage() {
  const t = getTranslator();
  const settings = await getSettingsOnce(await getPageReadCtx());
  if (!hasContact(settings)) notFound();
  const { name, supportEmail, contactPhone, registerNumber, vatNumber } = settings;
  const email = supportEmail === null ? "" : formatEmail(supportEmail);
  const address = formatPostalAddress(settings, t.language);
  return (
    <SitePage here="/contact">
      <PageHeader
        title={t("contact.title")}
        lede={t("contact.lede")}
        actions={
          <LinkButton href="/help/new" variant="quiet">
            {t("contact.ask_button")}
          </LinkButton>
        }
      />
      <address className="grid gap-6 not-italic">
        <p>
          <strong className="font-[560]">{name}</strong>
          {address !== "" && <span className="block whitespace-pre-line">{address}</span>}
        </p>
        {(email !== "" || contactPhone !== "") && (
          <p>
            {email !== "" && (
              <span className="block">
                {t("contact.email_label")}{" "}
                <a className="link [overflow-wrap:anywhere]" href={`mailto:${supportEmail}`}>
                  {email}
                </a>
              </span>
            )}
            {contactPhone !== "" && (
              <span className="block">
                {t("contact.phone_label")}{" "}
                <a className="link" href={`tel:${contactPhone.replace(/[^+\d]/g, "")}`}>
                  {contactPhone}
                </a>
              </span>
            )}
          </p>
        )}
        {(registerNumber !== "" || vatNumber !== "") && (
          <p className="text-small text-ink-soft">
            {registerNumber !== "" && <span className="block">{t("contact.register_number", { registerNumber })}</span>}
            {vatNumber !== "" && <span className="block">{t("contact.vat_number", { vatNumber })}</span>}
          </p>
        )}
      </address>
    </SitePage>
  );
}
