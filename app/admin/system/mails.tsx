import { resendAction } from "#app/admin/mail/[id]/actions.ts";
import { Panel } from "#components/admin/panel.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { mailKindWords } from "#components/mail/mail-parts.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { Table } from "#components/ui/table.tsx";
import type { FailedMail } from "#ops/health/scheduled-work.ts";

/** The newest mails that could not be sent. */
export function Mails({ mails }: { mails: FailedMail[] }) {
  if (mails.length === 0) return null;
  const all = (
    <a className="link" href="/admin/mail?state=failed">
      All of them
    </a>
  );
  return (
    <Panel title="Mails that could not be sent" aside={all}>
      <Table<FailedMail>
        caption="Mails that could not be sent"
        rows={mails}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "kind",
            header: "Mail",
            cell: ({ id, kind }) => (
              <a href={`/admin/mail/${id}`} className="hover:underline">
                {mailKindWords(kind)}
              </a>
            ),
          },
          { key: "to", header: "To", long: true, cell: ({ recipient }) => recipient },
          { key: "why", header: "Why not", long: true, cell: ({ lastError }) => lastError ?? "–" },
          {
            key: "again",
            header: "Send again",
            hideHeader: true,
            align: "end",
            cell: ({ id, recipient }) => (
              <StateForm action={resendAction} values={{ mailId: id }}>
                <SubmitButton
                  variant="quiet"
                  size="s"
                  pendingLabel="One moment …"
                  aria-label={`Send again to ${recipient}`}
                >
                  Send again
                </SubmitButton>
              </StateForm>
            ),
          },
        ]}
      />
    </Panel>
  );
}
