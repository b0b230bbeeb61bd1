import type { Metadata } from "next";
import { officeRead } from "#app/admin/_list/school.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import { requirePermission } from "#app/_auth/viewer.ts";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { HistoryCharts } from "#components/system/charts.tsx";
import { type CheckRow, CheckList, NextSteps, type Step } from "#components/system/next-steps.tsx";
import { ReasonsToMove } from "#components/system/reasons-to-move.tsx";
import type { Tone } from "#components/ui/badge.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { CheckResult, CheckState } from "#ops/doctor/check.ts";
import { getSystemView, type SystemView } from "#ops/health/system-view.ts";
import { Backups } from "./backups.tsx";
import { Facts } from "./facts.tsx";
import { Jobs, RunJob } from "./jobs.tsx";
import { Mails } from "./mails.tsx";

export const metadata: Metadata = { title: "System" };

const PATH = "/admin/system";

const STATE_WORDS: Record<SystemView["state"], string> = {
  ok: "All is well",
  degraded: "Needs attention",
  read_only: "The school can be read, but nothing can be saved",
  failed: "The database needs a person",
};

/** How the school's machine and database are, in plain words, and what to do about it. */
export default async function SystemPage() {
  await requirePermission("system.read", PATH);
  const { read, timezone } = await officeRead();
  const view = await getSystemView();
  const steps = stepsOf(view);
  return (
    <StaffPage here={PATH}>
      <PageHeader title={titleOf(view, steps)} above="System" className="mb-5" />
      <Columns aside={<Facts view={view} now={read.now} />}>
        <Panel title="What to do next">
          <NextSteps steps={steps} />
        </Panel>
        <Panel title="The last day and month">
          <HistoryCharts history={view.history} timezone={timezone} now={read.now} />
        </Panel>
        <Panel title="Checks" aside={<LastChecked at={view.checkedAt} timezone={timezone} />}>
          <CheckList rows={view.findings.map(rowOf)} />
          <div className="mt-4">
            <RunJob name="examine" label="Run checks" />
          </div>
        </Panel>
        <Backups backups={view.backups} timezone={timezone} />
        <Mails mails={view.mails} />
        <Jobs jobs={view.jobs} timezone={timezone} now={read.now} />
        {view.moving.length > 0 && (
          <Panel title="When to move to PostgreSQL">
            <ReasonsToMove reasons={view.moving.flatMap(reasonOf)} />
          </Panel>
        )}
      </Columns>
    </StaffPage>
  );
}

function titleOf({ state, checkedAt }: SystemView, steps: Step[]): string {
  if (state !== "ok") return STATE_WORDS[state];
  if (steps.some(({ key }) => key !== UNKNOWN)) return STATE_WORDS.degraded;
  return checkedAt ? STATE_WORDS.ok : "Nothing is known to be wrong";
}

function LastChecked({ at, timezone }: { at: Date | null; timezone: string }) {
  if (!at) return <span className="text-ink-soft">not yet</span>;
  return (
    <span className="text-ink-soft">
      <DateTime instant={at} timezone={timezone} showZone={false} />
    </span>
  );
}

const UNKNOWN = "unknown";

const TONES: Record<CheckState, Tone> = { ok: "ok", warn: "warn", wrong: "bad" };
const WORDS: Record<CheckState, string> = { ok: "Fine", warn: "Look", wrong: "Wrong" };

const rowOf = ({ check, state, words }: CheckResult, place: number): CheckRow => ({
  ...{ key: `${place}`, tone: TONES[state], word: WORDS[state], check: sentence(check), words },
});

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function reasonOf({ words, measured }: CheckResult) {
  return measured ? [{ name: measured.name, words, value: measured.value, threshold: measured.threshold }] : [];
}

/** The one list of what is not set up or not well, as steps. */
function stepsOf({ items, checkedAt }: SystemView): Step[] {
  const steps = items.map(
    ({ id, severity, words, mend, link }): Step => ({
      ...{ key: id, words, mend, link: link.startsWith(PATH) ? undefined : link },
      ...(severity === "now" ? { tone: "bad", word: "Now" } : { tone: "warn", word: "Soon" }),
    }),
  );
  const unknown: Step = {
    ...{ key: UNKNOWN, tone: "info", word: "Wait", words: "The first checks run within a minute of a start." },
  };
  return [...steps, ...(checkedAt ? [] : [unknown])];
}
