import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { MailLetter } from "#components/mail/mail-letter.tsx";
import { MailStatusBadge, mailErrorWords, mailKindWords } from "#components/mail/mail-parts.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getMail, type MailView } from "#domain/mail/get-mail.ts";
import { getMailContext } from "#services/mail/mail-context.ts";
import { resendAction } from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = { params: Promise<{ id: string }> };

const mailAt = cache(async (id: string) => getMail(await getPageReadCtx(), id, getMailContext()));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  const mail = await mailAt((await params).id);
  return {
    title: mail
      ? t("admin_mail.mail_to_title", {
          subject: mail.letter?.subject ?? mailKindWords(mail.kind),
          recipient: mail.recipient,
        })
      : t("admin_mail.mail_title"),
  };
}

export default async function OneMailPage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  await requirePermission("mail.read", `/admin/mail/${id}`);
  const { timezone } = await getOfficeContext();
  const mail = await mailAt(id);
  if (!mail) notFound();
  return (
    <>
      <PageHeader
        title={
          <span lang={mail.letter?.language} dir={mail.letter?.direction} className="[overflow-wrap:anywhere]">
            {mail.letter?.subject ?? mailKindWords(mail.kind)}
          </span>
        }
        above={
          <Breadcrumbs
            crumbs={[{ label: t("admin_mail.mail_title"), href: "/admin/mail" }, { label: mailKindWords(mail.kind) }]}
          />
        }
      />
      <Columns aside={<DeliveryPanel mail={mail} timezone={timezone} />}>
        <MailLetter mail={mail} />
      </Columns>
    </>
  );
}

function DeliveryPanel({ mail, timezone }: { mail: MailView; timezone: string }) {
  const t = getTranslator();
  const at = (instant: Date | null) => instant && <DateTime instant={instant} timezone={timezone} showZone={false} />;
  const rows = [
    { term: t("admin_mail.state"), value: <MailStatusBadge status={mail.status} /> },
    {
      term: t("admin_mail.recipient"),
      value: <span className="[overflow-wrap:anywhere]">{formatEmail(mail.recipient)}</span>,
    },
    { term: t("admin_mail.enqueued"), value: at(mail.createdAt) },
    { term: t("admin_mail.tries"), value: mail.attempts },
    { term: t("admin_mail.sent"), value: at(mail.sentAt) },
    { term: t("admin_mail.next_try"), value: at(mail.nextTryAt) },
  ];
  return (
    <Panel title={t("admin_mail.sending_title")}>
      <DescriptionList items={rows.filter(({ value }) => value !== null)} />
      {mail.lastError && (
        <p className="mt-3 text-small text-ink-soft [overflow-wrap:anywhere]">{mailErrorWords(mail.lastError)}</p>
      )}
      {mail.canResend ? (
        <StateForm action={resendAction} values={{ mailId: mail.id }} className="mt-4 grid justify-items-start gap-3">
          <SubmitButton variant="quiet" size="s" pendingLabel={t("admin_mail.one_moment_pending")}>
            {t("admin_mail.send_again_button")}
          </SubmitButton>
        </StateForm>
      ) : (
        <p className="mt-4 text-small text-ink-soft">{t("admin_mail.codes_are_not_sent_twice")}</p>
      )}
    </Panel>
  );
}
