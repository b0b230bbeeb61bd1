import type { Metadata } from "next";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { HistoryCharts } from "#components/system/charts.tsx";
import { type CheckRow, CheckList, NextSteps, type Step } from "#components/system/next-steps.tsx";
import { ReasonsToMove } from "#components/system/reasons-to-move.tsx";
import type { Tone } from "#components/ui/badge.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { formatCheckName } from "#ops/doctor/check-labels.ts";
import type { CheckResult, CheckState } from "#ops/doctor/check.ts";
import type { PlainKey } from "#messages/message.ts";
import { getSystemView, type SystemView } from "#ops/health/system-view.ts";
import { Backups } from "./backups.tsx";
import { SystemFigures } from "./facts.tsx";
import { Jobs, RunJob } from "./jobs.tsx";
import { Mails } from "./mails.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_system.system_title") };
}

const PATH = "/admin/system";

const STATE_WORDS: Record<SystemView["state"], PlainKey> = {
  ok: "admin_system.state_ok",
  degraded: "admin_system.state_degraded",
  read_only: "admin_system.state_read_only",
  failed: "admin_system.state_failed",
};

/** How the school's machine and database are, in plain words, and what to do about it. */
export default async function SystemPage() {
  const t = getTranslator();
  await requirePermission("system.read", PATH);
  const { read, timezone } = await getOfficeContext();
  const view = await getSystemView();
  const steps = toSteps(view);
  return (
    <>
      <PageHeader title={describeState(view, steps)} above={t("admin_system.system_title")} className="mb-5" />
      <Columns aside={<SystemFigures view={view} now={read.now} />}>
        <Panel title={t("admin_system.what_to_do_next_title")}>
          <NextSteps steps={steps} />
        </Panel>
        <Panel title={t("admin_system.history_title")}>
          <HistoryCharts history={view.history} timezone={timezone} now={read.now} />
        </Panel>
        <Panel title={t("admin_system.checks_title")} aside={<LastChecked at={view.checkedAt} timezone={timezone} />}>
          <CheckList rows={view.findings.map(toCheckRow)} />
          <div className="mt-4">
            <RunJob name="run-checks" label={t("admin_system.run_checks_button")} />
          </div>
        </Panel>
        <Backups backups={view.backups} timezone={timezone} />
        <Mails mails={view.mails} />
        <Jobs jobs={view.jobs} timezone={timezone} now={read.now} />
        {view.moving.length > 0 && (
          <Panel title={t("admin_system.reasons_to_move_title")}>
            <ReasonsToMove reasons={view.moving.flatMap(toReasonToMove)} />
          </Panel>
        )}
      </Columns>
    </>
  );
}

function describeState({ state, checkedAt }: SystemView, steps: Step[]): string {
  const t = getTranslator();
  if (state !== "ok") return t(STATE_WORDS[state]);
  if (steps.some(({ key }) => key !== UNKNOWN)) return t(STATE_WORDS.degraded);
  return checkedAt ? t(STATE_WORDS.ok) : t("admin_system.state_unknown");
}

function LastChecked({ at, timezone }: { at: Date | null; timezone: string }) {
  const t = getTranslator();
  if (!at) return <span className="text-ink-soft">{t("admin_system.not_checked_yet")}</span>;
  return (
    <span className="text-ink-soft">
      <DateTime instant={at} timezone={timezone} showZone={false} />
    </span>
  );
}

const UNKNOWN = "unknown";

const TONES: Record<CheckState, Tone> = { ok: "ok", warn: "warn", wrong: "bad" };
const CHECK_STATES: Record<CheckState, PlainKey> = {
  ok: "admin_system.check_ok",
  warn: "admin_system.check_warn",
  wrong: "admin_system.check_wrong",
};

const toCheckRow = ({ check, state, words }: CheckResult, place: number): CheckRow => {
  const t = getTranslator();
  return {
    ...{
      key: `${place}`,
      tone: TONES[state],
      word: t(CHECK_STATES[state]),
      check: capitalize(formatCheckName(check, t)),
      words: t.format(words),
    },
  };
};

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function toReasonToMove({ words, measured }: CheckResult) {
  const t = getTranslator();
  return measured
    ? [
        {
          name: formatCheckName(measured.name, t),
          words: t.format(words),
          value: measured.value,
          threshold: measured.threshold,
        },
      ]
    : [];
}

/** The one list of what is not set up or not well, as steps. */
function toSteps({ items, checkedAt }: SystemView): Step[] {
  const t = getTranslator();
  const steps = items.map(
    ({ id, severity, words, mend, link }): Step => ({
      ...{
        key: id,
        words: t.format(words),
        mend: mend && t.format(mend),
        link: link.startsWith(PATH) ? undefined : link,
      },
      ...(severity === "now"
        ? { tone: "bad", word: t("admin_system.step_now") }
        : { tone: "warn", word: t("admin_system.step_soon") }),
    }),
  );
  const unknown: Step = {
    ...{
      key: UNKNOWN,
      tone: "info",
      word: t("admin_system.step_wait"),
      words: t("admin_system.first_checks_words"),
    },
  };
  return [...steps, ...(checkedAt ? [] : [unknown])];
}
