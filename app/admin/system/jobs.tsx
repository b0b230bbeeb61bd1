import { Panel } from "#components/admin/panel.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { Table } from "#components/ui/table.tsx";
import type { JobStatus } from "#ops/health/scheduled-work.ts";
import { runJobAction } from "./actions.ts";

const WORDS: Record<JobStatus["state"], string> = {
  ok: "Done",
  failed: "Failed",
  running: "At it",
  not_run: "Not yet",
};
const TONES: Record<JobStatus["state"], Tone> = { ok: "ok", failed: "bad", running: "info", not_run: "neutral" };

/** What the school does by itself, how it went last, and a button to do it now. */
export function Jobs({ jobs, timezone, now }: { jobs: JobStatus[]; timezone: string; now: Date }) {
  return (
    <section id="jobs">
      <Panel title="Jobs">
        <Table<JobStatus>
          caption="Jobs"
          rows={jobs}
          rowKey={({ name }) => name}
          columns={[
            { key: "name", header: "Job", cell: ({ name }) => name },
            { key: "state", header: "State", cell: ({ state }) => <Badge tone={TONES[state]}>{WORDS[state]}</Badge> },
            {
              key: "at",
              header: "Last begun",
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
            { key: "outcome", header: "Outcome", long: true, cell: ({ outcome }) => outcome ?? "–" },
            {
              key: "run",
              header: "Run it",
              hideHeader: true,
              align: "end",
              cell: ({ name }) => <RunJob name={name} label="Run now" about={name} />,
            },
          ]}
        />
      </Panel>
    </section>
  );
}

export function RunJob({ name, label, about }: { name: string; label: string; about?: string }) {
  return (
    <StateForm action={runJobAction} values={{ name }} className="grid justify-items-start gap-2">
      <SubmitButton variant="quiet" size="s" pendingLabel="One moment …" aria-label={about && `${label}: ${about}`}>
        {label}
      </SubmitButton>
    </StateForm>
  );
}
