import { Panel } from "#components/admin/panel.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { Table } from "#components/ui/table.tsx";
import type { BackupRecord } from "#ops/backup/records.ts";
import { formatBytes } from "#ops/doctor/units.ts";
import { backUpAction, checkBackupAction } from "./actions.ts";

/** The newest backups, what became of each, and buttons to make one and to read one back. */
export function Backups({ backups, timezone }: { backups: BackupRecord[]; timezone: string }) {
  return (
    <section id="backups">
      <Panel title="Backups">
        {backups.length === 0 ? (
          <EmptyState icon="lock" title="No backup yet">
            A backup is read back when it is made, and counted only then.
          </EmptyState>
        ) : (
          <Table<BackupRecord>
            caption="Backups"
            rows={backups}
            rowKey={({ name }) => name}
            columns={[
              {
                key: "moment",
                header: "Of",
                cell: ({ moment }) => <DateTime instant={new Date(moment)} timezone={timezone} showZone={false} />,
              },
              {
                key: "state",
                header: "State",
                cell: ({ state }) => (
                  <Badge tone={state === "verified" ? "ok" : "bad"}>
                    {state === "verified" ? "Verified" : "Failed"}
                  </Badge>
                ),
              },
              { key: "size", header: "Size", align: "end", cell: ({ bytes }) => formatBytes(bytes) },
              {
                key: "what",
                header: "Outcome",
                long: true,
                cell: ({ findings, places, isEncrypted }) =>
                  [
                    ...(places.length > 0 ? [`In ${places.join(" and ")}`] : []),
                    isEncrypted ? "encrypted" : "not encrypted",
                    ...findings,
                  ].join("; "),
              },
              {
                key: "check",
                header: "Read it back",
                hideHeader: true,
                align: "end",
                cell: ({ name }) => (
                  <StateForm action={checkBackupAction} values={{ name }}>
                    <SubmitButton variant="quiet" size="s" pendingLabel="One moment …" aria-label={`Verify ${name}`}>
                      Verify
                    </SubmitButton>
                  </StateForm>
                ),
              },
            ]}
          />
        )}
        <StateForm action={backUpAction} className="mt-4 grid justify-items-start gap-3">
          <SubmitButton variant="quiet" pendingLabel="Backing up …">
            Back up now
          </SubmitButton>
        </StateForm>
      </Panel>
    </section>
  );
}
