import { Panel } from "#components/admin/panel.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { Table } from "#components/ui/table.tsx";
import type { JobStatus } from "#ops/health/scheduled-work.ts";
import type { PlainKey } from "#messages/message.ts";
import { runJobAction } from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

const JOB_STATES: Record<JobStatus["state"], PlainKey> = {
  ok: "admin_system.job_ok",
  failed: "admin_system.job_failed",
  running: "admin_system.job_running",
  not_run: "admin_system.job_not_run",
  not_due: "admin_system.job_not_due",
};
const TONES: Record<JobStatus["state"], Tone> = {
  ok: "ok",
  failed: "bad",
  running: "info",
  not_run: "neutral",
  not_due: "neutral",
};

/** What the school does by itself, how it went last, and a button to do it now. */
export function Jobs({ jobs, timezone, now }: { jobs: JobStatus[]; timezone: string; now: Date }) {
  const t = getTranslator();
  return (
    <section id="jobs">
      <Panel title={t("admin_system.jobs_title")}>
        <Table<JobStatus>
          caption={t("admin_system.jobs_title")}
          rows={jobs}
          rowKey={({ name }) => name}
          columns={[
            {
              key: "name",
              header: t("admin_system.job"),
              cell: ({ name }) => <span className="[overflow-wrap:anywhere]">{name}</span>,
            },
            {
              key: "state",
              header: t("admin_system.state"),
              cell: ({ state }) => <Badge tone={TONES[state]}>{t(JOB_STATES[state])}</Badge>,
            },
            {
              key: "at",
              header: t("admin_system.last_begun"),
              cell: ({ lastRunAt }) =>
                lastRunAt ? (
                  <span className="whitespace-nowrap">
                    <DateTime instant={lastRunAt} timezone={timezone} form="short" now={now} showZone={false} />{" "}
                    <DateTime instant={lastRunAt} timezone={timezone} form="time" showZone={false} />
                  </span>
                ) : (
                  "–"
                ),
            },
            {
              key: "outcome",
              header: t("admin_system.outcome"),
              long: true,
              cell: ({ outcome }) => (outcome ? t.format(outcome) : "–"),
            },
            {
              key: "run",
              header: t("admin_system.run_it"),
              hideHeader: true,
              align: "end",
              cell: ({ name }) => (
                <RunJob
                  name={name}
                  label={t("admin_system.run_now_button")}
                  spokenLabel={t("admin_system.run_now_label", { name })}
                />
              ),
            },
          ]}
        />
      </Panel>
    </section>
  );
}

export function RunJob({ name, label, spokenLabel }: { name: string; label: string; spokenLabel?: string }) {
  const t = getTranslator();
  return (
    <StateForm action={runJobAction} values={{ name }} className="grid justify-items-start gap-2">
      <SubmitButton
        variant="quiet"
        size="s"
        pendingLabel={t("admin_system.one_moment_pending")}
        aria-label={spokenLabel}
      >
        {label}
      </SubmitButton>
    </StateForm>
  );
}
