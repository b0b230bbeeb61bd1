import { Panel } from "#components/admin/panel.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { formatBytes, formatTimeSpan } from "#ops/doctor/units.ts";
import type { BreakerState } from "#db/breaker.ts";
import type { Spread } from "#ops/health/report.ts";
import type { SystemView } from "#ops/health/system-view.ts";

const ms = (value: number) => (value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString("en"));
const spread = ({ count, msP50, msP95, msP99 }: Spread) =>
  count === 0 ? "none yet" : `${ms(msP50)} · ${ms(msP95)} · ${ms(msP99)} ms`;

/** What each breaker stands before, and how it stands, as a person says it. */
const BREAKERS: Record<string, string> = { "database-writes": "Writes", mail: "Mail" };
const STATES: Record<BreakerState, string> = {
  closed: "goes through",
  open: "left alone",
  half_open: "being tried",
  held: "stopped, until a person mends it",
};
const nameOf = (breaker: string) => BREAKERS[breaker] ?? breaker.replace(/^payments-/, "Payments: ");

/** The figures of this moment, for who knows what they mean. */
export function Facts({ view, now }: { view: SystemView; now: Date }) {
  const { sizes, backups } = view;
  const newest = backups.find(({ state }) => state === "verified");
  const age = newest ? `${formatTimeSpan(now.getTime() - new Date(newest.moment).getTime())} old` : "none";
  return (
    <>
      <Panel title="The database">
        <DescriptionList
          items={[
            { term: "Engine", value: view.engine },
            { term: "Size", value: formatBytes(sizes.databaseBytes) },
            ...(view.engine === "SQLite"
              ? [
                  { term: "Log of changes", value: formatBytes(sizes.walBytes) },
                  { term: "Empty pages", value: formatBytes(sizes.freelistBytes) },
                ]
              : []),
            { term: "Free on the disk", value: formatBytes(sizes.diskFreeBytes) },
            { term: "Verified backup", value: age },
            { term: "Writes that wait", value: view.queued.toLocaleString("en") },
          ]}
        />
      </Panel>
      <Panel title="This server process">
        <DescriptionList
          items={[
            { term: "Requests", value: view.requests.count.toLocaleString("en") },
            { term: "Commits", value: view.commit.count.toLocaleString("en") },
            { term: "Memory", value: formatBytes(view.rssBytes) },
            { term: "Event loop lag (p99)", value: `${ms(view.loopMsP99)} ms` },
            { term: "Running for", value: formatTimeSpan(view.uptimeSeconds * 1000) },
            { term: "Name", value: view.process },
          ]}
        />
        <DescriptionList
          className="mt-4"
          heading="Circuit breakers"
          items={view.breakers.map(({ name, state, openedCount }) => ({
            term: nameOf(name),
            value: openedCount === 0 ? STATES[state] : `${STATES[state]} (opened ${openedCount} ×)`,
          }))}
        />
        <DescriptionList
          className="mt-4"
          heading="Times: p50 · p95 · p99"
          items={[
            { term: "Requests", value: spread(view.requests) },
            { term: "Commits", value: spread(view.commit) },
            { term: "Reads", value: spread(view.read) },
          ]}
        />
      </Panel>
      <p className="px-1 text-small text-ink-soft">
        The same for programs: <code>/metrics</code>, <code>/api/monitoring/performance</code> and{" "}
        <code>/api/monitoring/database/health</code>, with a token of the scope <code>system:read</code>.
      </p>
    </>
  );
}
