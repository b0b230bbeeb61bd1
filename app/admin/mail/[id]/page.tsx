import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { officeRead } from "#app/admin/_list/school.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { MailLetter } from "#components/mail/mail-letter.tsx";
import { MailStandingBadge, mailKindWords } from "#components/mail/mail-parts.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getMail, type MailView } from "#domain/mail/get-mail.ts";
import { getMailContext } from "#services/mail/mail-context.ts";
import { resendAction } from "./actions.ts";

type Props = { params: Promise<{ id: string }> };

const mailAt = cache(async (id: string) => getMail(await getPageReadCtx(), id, getMailContext()));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const mail = await mailAt((await params).id);
  return { title: mail ? `${mail.letter?.subject ?? mailKindWords(mail.kind)} · to ${mail.recipient}` : "Mail" };
}

export default async function OneMailPage({ params }: Props) {
  const { id } = await params;
  await requirePermission("mail.read", `/admin/mail/${id}`);
  const { timezone } = await officeRead();
  const mail = await mailAt(id);
  if (!mail) notFound();
  return (
    <StaffPage here="/admin/mail">
      <PageHeader
        title={<span className="[overflow-wrap:anywhere]">{mail.letter?.subject ?? mailKindWords(mail.kind)}</span>}
        above={<Breadcrumbs crumbs={[{ label: "Mail", href: "/admin/mail" }, { label: mailKindWords(mail.kind) }]} />}
      />
      <Columns aside={<Sending mail={mail} timezone={timezone} />}>
        <MailLetter mail={mail} />
      </Columns>
    </StaffPage>
  );
}

function Sending({ mail, timezone }: { mail: MailView; timezone: string }) {
  const at = (instant: Date | null) => instant && <DateTime instant={instant} timezone={timezone} showZone={false} />;
  const rows = [
    { term: "State", value: <MailStandingBadge standing={mail.standing} /> },
    { term: "To", value: <span className="[overflow-wrap:anywhere]">{formatEmail(mail.recipient)}</span> },
    { term: "Promised", value: at(mail.createdAt) },
    { term: "Tries", value: mail.attempts },
    { term: "Sent", value: at(mail.sentAt) },
    { term: "Next try", value: at(mail.nextTryAt) },
  ];
  return (
    <Panel title="Sending">
      <DescriptionList items={rows.filter(({ value }) => value !== null)} />
      {mail.lastError && <p className="mt-3 text-small text-ink-soft [overflow-wrap:anywhere]">{mail.lastError}</p>}
      {mail.canResend ? (
        <StateForm action={resendAction} values={{ mailId: mail.id }} className="mt-4 grid justify-items-start gap-3">
          <SubmitButton variant="quiet" size="s" pendingLabel="One moment …">
            Send again
          </SubmitButton>
        </StateForm>
      ) : (
        <p className="mt-4 text-small text-ink-soft">
          Codes and links are not sent twice: a new one is asked for at sign-in.
        </p>
      )}
    </Panel>
  );
}
