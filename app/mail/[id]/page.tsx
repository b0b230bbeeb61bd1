import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { cache } from "react";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { MailLetter } from "#components/mail/mail-letter.tsx";
import { mailKindWords } from "#components/mail/mail-parts.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getMail } from "#domain/mail/get-mail.ts";
import { getMailContext } from "#services/mail/mail-context.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

const letterAt = cache(async (id: string) => {
  const read = await getPageReadCtx();
  return read.rules.demo ? getMail(read, id, getMailContext()) : undefined;
});

export async function generateMetadata({ params }: PageProps<"/mail/[id]">): Promise<Metadata> {
  const t = getTranslator();
  const mail = await letterAt((await params).id);
  return {
    title: mail
      ? t("mail.demo_letter_title", { subject: mail.letter?.subject ?? mailKindWords(mail.kind) })
      : t("mail.mail_of_the_demo_title"),
  };
}

export default async function DemoLetterPage({ params }: PageProps<"/mail/[id]">) {
  const t = getTranslator();
  const { timezone } = await getOfficeContext();
  const mail = await letterAt((await params).id);
  if (!mail) notFound();
  const title = mail.letter?.subject ?? mailKindWords(mail.kind);
  return (
    <SitePage here="/mail">
      <PageHeader
        title={
          <span lang={mail.letter?.language} dir={mail.letter?.direction} className="[overflow-wrap:anywhere]">
            {title}
          </span>
        }
        above={
          <Breadcrumbs
            crumbs={[{ label: t("mail.mail_short_title"), href: "/mail" }, { label: mailKindWords(mail.kind) }]}
          />
        }
        lede={
          <span className="text-small [overflow-wrap:anywhere]">
            {t.rich("mail.to_on", {
              recipient: formatEmail(mail.recipient),
              dateTime: <DateTime instant={mail.createdAt} timezone={timezone} />,
            })}
          </span>
        }
      />
      <MailLetter mail={mail} />
    </SitePage>
  );
}
