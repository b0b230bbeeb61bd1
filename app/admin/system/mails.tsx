import { resendAction } from "#app/admin/mail/[id]/actions.ts";
import { Panel } from "#components/admin/panel.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { mailErrorWords, mailKindWords } from "#components/mail/mail-parts.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { Table } from "#components/ui/table.tsx";
import type { FailedMail } from "#ops/health/scheduled-work.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** The newest mails that could not be sent. */
export function Mails({ mails }: { mails: FailedMail[] }) {
  const t = getTranslator();
  if (mails.length === 0) return null;
  const all = (
    <a className="link" href="/admin/mail?state=failed">
      {t("admin_system.all_failed_mails")}
    </a>
  );
  return (
    <Panel title={t("admin_system.failed_mails_title")} aside={all}>
      <Table<FailedMail>
        caption={t("admin_system.failed_mails_title")}
        rows={mails}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "kind",
            header: t("admin_system.mail"),
            cell: ({ id, kind }) => (
              <a href={`/admin/mail/${id}`} className="hover:underline">
                {mailKindWords(kind)}
              </a>
            ),
          },
          { key: "to", header: t("admin_system.recipient"), long: true, cell: ({ recipient }) => recipient },
          {
            key: "why",
            header: t("admin_system.mail_error"),
            long: true,
            cell: ({ lastError }) => (lastError ? mailErrorWords(lastError) : "–"),
          },
          {
            key: "again",
            header: t("admin_system.send_again_button"),
            hideHeader: true,
            align: "end",
            cell: ({ id, recipient }) => (
              <StateForm action={resendAction} values={{ mailId: id }}>
                <SubmitButton
                  variant="quiet"
                  size="s"
                  pendingLabel={t("admin_system.one_moment_pending")}
                  aria-label={t("admin_system.send_again_label", { recipient })}
                >
                  {t("admin_system.send_again_button")}
                </SubmitButton>
              </StateForm>
            ),
          },
        ]}
      />
    </Panel>
  );
}
