import { Panel } from "#components/admin/panel.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { Table } from "#components/ui/table.tsx";
import type { BackupRecord } from "#ops/backup/records.ts";
import { describeBytes } from "#ops/doctor/units.ts";
import { backUpAction, checkBackupAction } from "./actions.ts";
import { decodeMessage } from "#messages/message.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** The newest backups, what became of each, and buttons to make one and to read one back. */
export function Backups({ backups, timezone }: { backups: BackupRecord[]; timezone: string }) {
  const t = getTranslator();
  return (
    <section id="backups">
      <Panel title={t("admin_system.backups_title")}>
        {backups.length === 0 ? (
          <EmptyState icon="lock" title={t("admin_system.no_backup_yet_title")}>
            {t("admin_system.no_backup_words")}
          </EmptyState>
        ) : (
          <Table<BackupRecord>
            caption={t("admin_system.backups_title")}
            rows={backups}
            rowKey={({ name }) => name}
            columns={[
              {
                key: "moment",
                header: t("admin_system.backup_of"),
                cell: ({ moment }) => <DateTime instant={new Date(moment)} timezone={timezone} showZone={false} />,
              },
              {
                key: "state",
                header: t("admin_system.state"),
                cell: ({ state }) => (
                  <Badge tone={state === "verified" ? "ok" : "bad"}>
                    {state === "verified" ? t("admin_system.backup_verified") : t("admin_system.backup_failed")}
                  </Badge>
                ),
              },
              {
                key: "size",
                header: t("admin_system.size"),
                align: "end",
                cell: ({ bytes }) => t.format(describeBytes(bytes)),
              },
              {
                key: "what",
                header: t("admin_system.outcome"),
                long: true,
                cell: ({ findings, places, isEncrypted }) =>
                  [
                    ...(places.length > 0 ? [t("admin_system.stored_in", { places: places.join(" ") })] : []),
                    isEncrypted ? t("admin_system.encrypted") : t("admin_system.not_encrypted"),
                    ...findings.map((finding) => t.format(decodeMessage(finding))),
                  ].join("; "),
              },
              {
                key: "check",
                header: t("admin_system.read_back"),
                hideHeader: true,
                align: "end",
                cell: ({ name }) => (
                  <StateForm action={checkBackupAction} values={{ name }}>
                    <SubmitButton
                      variant="quiet"
                      size="s"
                      pendingLabel={t("admin_system.one_moment_pending")}
                      aria-label={t("admin_system.verify_label", { name })}
                    >
                      {t("admin_system.verify_button")}
                    </SubmitButton>
                  </StateForm>
                ),
              },
            ]}
          />
        )}
        <StateForm action={backUpAction} className="mt-4 grid justify-items-start gap-3">
          <SubmitButton variant="quiet" pendingLabel={t("admin_system.backing_up_pending")}>
            {t("admin_system.back_up_now_button")}
          </SubmitButton>
        </StateForm>
      </Panel>
    </section>
  );
}
