import { Panel } from "#components/admin/panel.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { describeBytes, describeTimeSpan } from "#ops/doctor/units.ts";
import type { ReplicaView } from "#db/replica.ts";
import type { BreakerState } from "#db/breaker.ts";
import type { Spread } from "#ops/health/report.ts";
import type { SystemView } from "#ops/health/system-view.ts";
import type { PlainKey } from "#messages/message.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

const formatMs = (value: number) =>
  value < 10 ? value.toFixed(2) : getTranslator()("admin_system.number", { value: Math.round(value) });
const formatPercentiles = ({ count, msP50, msP95, msP99 }: Spread) => {
  const t = getTranslator();
  return count === 0
    ? t("admin_system.no_times_yet")
    : t("admin_system.percentiles", { p50: formatMs(msP50), p95: formatMs(msP95), p99: formatMs(msP99) });
};

/** What each breaker stands before, and how it stands, as a person says it. */
const BREAKERS: Record<string, PlainKey> = {
  "database-writes": "admin_system.breaker_database_writes",
  mail: "admin_system.breaker_mail",
};
const BREAKER_STATES: Record<BreakerState, PlainKey> = {
  closed: "admin_system.breaker_closed",
  open: "admin_system.breaker_open",
  half_open: "admin_system.breaker_half_open",
  held: "admin_system.breaker_held",
};

function describeBreaker(breaker: string): string {
  const t = getTranslator();
  const known = BREAKERS[breaker];
  if (known) return t(known);
  return breaker.startsWith("payments-")
    ? t("admin_system.breaker_payments", { provider: breaker.slice("payments-".length) })
    : breaker;
}

const REPLICA_STATE: Record<ReplicaView["state"], PlainKey> = {
  in_use: "admin_system.replica_in_use",
  unknown: "admin_system.replica_unknown",
  behind: "admin_system.replica_behind",
  away: "admin_system.replica_away",
  promoted: "admin_system.replica_promoted",
  foreign: "admin_system.replica_foreign",
};

/** How the replica stands, and how much of the reading it does. */
function describeReplica({ state, lagMs, readsOnReplica, readsOnPrimary, fallbacks }: ReplicaView) {
  const t = getTranslator();
  const reads = readsOnReplica + readsOnPrimary;
  const turned = Object.values(fallbacks).reduce((sum, each) => sum + each, 0);
  return [
    { term: t("admin_system.replica"), value: t(REPLICA_STATE[state]) },
    {
      term: t("admin_system.replica_lag"),
      value:
        lagMs === null ? t("admin_system.no_times_yet") : t("admin_system.milliseconds", { value: formatMs(lagMs) }),
    },
    {
      term: t("admin_system.replica_share"),
      value: t("admin_system.replica_share_of_reads", {
        percent: reads === 0 ? 0 : Math.round((100 * readsOnReplica) / reads),
        reads,
      }),
    },
    { term: t("admin_system.replica_turned"), value: t("admin_system.number", { value: turned }) },
  ];
}

/** The figures of this moment, for who knows what they mean. */
export function SystemFigures({ view, now }: { view: SystemView; now: Date }) {
  const t = getTranslator();
  const bytes = (count: number) => t.format(describeBytes(count));
  const { sizes, backups } = view;
  const newest = backups.find(({ state }) => state === "verified");
  const age = newest
    ? t("admin_system.backup_age", {
        age: t.format(describeTimeSpan(now.getTime() - new Date(newest.moment).getTime())),
      })
    : t("admin_system.no_verified_backup");
  return (
    <>
      <Panel title={t("admin_system.database_title")}>
        <DescriptionList
          items={[
            { term: t("admin_system.engine"), value: view.engine },
            { term: t("admin_system.size"), value: bytes(sizes.databaseBytes) },
            ...(view.engine === "SQLite"
              ? [
                  { term: t("admin_system.log_of_changes"), value: bytes(sizes.walBytes) },
                  { term: t("admin_system.empty_pages"), value: bytes(sizes.freelistBytes) },
                ]
              : []),
            { term: t("admin_system.free_on_the_disk"), value: bytes(sizes.diskFreeBytes) },
            { term: t("admin_system.verified_backup"), value: age },
            { term: t("admin_system.writes_that_wait"), value: t("admin_system.number", { value: view.queued }) },
            ...(view.replica ? describeReplica(view.replica) : []),
          ]}
        />
      </Panel>
      <Panel title={t("admin_system.server_process_title")}>
        <DescriptionList
          items={[
            { term: t("admin_system.requests"), value: t("admin_system.number", { value: view.requests.count }) },
            { term: t("admin_system.commits"), value: t("admin_system.number", { value: view.commit.count }) },
            { term: t("admin_system.memory"), value: bytes(view.rssBytes) },
            {
              term: t("admin_system.event_loop_lag_p99"),
              value: t("admin_system.milliseconds", { value: formatMs(view.loopMsP99) }),
            },
            { term: t("admin_system.running_for"), value: t.format(describeTimeSpan(view.uptimeSeconds * 1000)) },
            { term: t("admin_system.process_name"), value: view.process },
          ]}
        />
        <DescriptionList
          className="mt-4"
          heading={t("admin_system.circuit_breakers_title")}
          items={view.breakers.map(({ name, state, openedCount }) => ({
            term: describeBreaker(name),
            value:
              openedCount === 0
                ? t(BREAKER_STATES[state])
                : t("admin_system.breaker_opened", { state: t(BREAKER_STATES[state]), count: openedCount }),
          }))}
        />
        <DescriptionList
          className="mt-4"
          heading={t("admin_system.times_title")}
          items={[
            { term: t("admin_system.requests"), value: formatPercentiles(view.requests) },
            { term: t("admin_system.commits"), value: formatPercentiles(view.commit) },
            { term: t("admin_system.reads"), value: formatPercentiles(view.read) },
          ]}
        />
      </Panel>
      <p className="px-1 text-small text-ink-soft">
        {t.rich("admin_system.same_for_programs", { code: (children) => <code>{children}</code> })}
      </p>
    </>
  );
}
