import { Counter, Gauge, Histogram, prometheusContentType, Registry } from "prom-client";
import { breakers } from "#db/breaker.ts";
import { countWithin, type Latencies } from "#db/latencies.ts";
import { FALLBACKS, REPLICA_STATES } from "#db/replica.ts";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import { getStoredReports, mergeResults } from "#ops/doctor/stored-report.ts";
import { getLastBackup } from "#ops/health/backup-age.ts";
import { listJobStatuses, getOutboxStatus } from "#ops/health/scheduled-work.ts";
import { SECURITY_EVENT_KINDS } from "#domain/audit/record-security-events.ts";
import { getRejectionCounts } from "#ops/request-limits/rejections.ts";
import { getSecurityEventCounts } from "#ops/security/events.ts";
import { getHealth, orNull } from "#ops/health/readable.ts";
import { HEALTH_STATES } from "#ops/health/state.ts";
import { runtime } from "#runtime";
import { getEventLoopLag, getMachineUsage } from "./machine-usage.ts";
import { getRequestMetrics } from "./requests.ts";
import { getProcessName } from "./sampler.ts";
import { getDatabaseSizes } from "./sizes.ts";

/** Where the buckets of what the database does end, and of what people wait for; in milliseconds. */
const DATABASE_MS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 1_000, 5_000];
const REQUEST_MS = [2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000];

type Labels = Record<string, string>;
type Values = number | { labels: Labels; value: number }[];
type Recorded = { labels: Labels; times: Latencies };
type Book = ReturnType<typeof openBook>;

/** A histogram that was counted elsewhere, in our finer buckets; Prometheus gets it in seconds and in fewer. */
class CountedHistogram extends Histogram {
  readonly #about: { name: string; help: string };
  readonly #recorded: readonly Recorded[];
  readonly #endsMs: readonly number[];

  constructor(name: string, help: string, endsMs: readonly number[], recorded: readonly Recorded[]) {
    const labelNames = [...new Set(recorded.flatMap(({ labels }) => Object.keys(labels)))];
    super({ name, help, labelNames, buckets: endsMs.map((ms) => ms / SECOND_MS), registers: [] });
    this.#about = { name, help };
    this.#recorded = recorded;
    this.#endsMs = endsMs;
  }

  /** What the registry asks a histogram for when it writes it down. */
  async getForPromString() {
    const { name, help } = this.#about;
    const values = this.#recorded.flatMap(({ labels, times }) => [
      ...this.#endsMs.map((ms) => ({
        metricName: `${name}_bucket`,
        labels: { ...labels, le: ms / SECOND_MS },
        value: countWithin(times, ms),
      })),
      { metricName: `${name}_bucket`, labels: { ...labels, le: "+Inf" }, value: times.count },
      { metricName: `${name}_sum`, labels, value: times.msTotal / SECOND_MS },
      { metricName: `${name}_count`, labels, value: times.count },
    ]);
    return { name, help, type: "histogram", values };
  }
}

/** A figure that has no value yet is named all the same: by a label that is never used, for without one it would be 0. */
function labelled(values: Values) {
  const all = typeof values === "number" ? [{ labels: {}, value: values }] : values;
  const names = new Set(all.flatMap(({ labels }) => Object.keys(labels)));
  return { all, labelNames: all.length === 0 ? ["none"] : [...names] };
}

/** One page of figures, written anew for each who asks. Every name begins with `matricula_`. */
function openBook() {
  const registry = new Registry();
  registry.setDefaultLabels({ process: getProcessName() });
  const registers = [registry];
  return {
    registry,
    gauge(name: string, help: string, values: Values) {
      const { all, labelNames } = labelled(values);
      const gauge = new Gauge({ name: `matricula_${name}`, help, labelNames, registers });
      for (const { labels, value } of all) gauge.set(labels, value);
    },
    counter(name: string, help: string, values: Values) {
      const { all, labelNames } = labelled(values);
      const counter = new Counter({ name: `matricula_${name}`, help, labelNames, registers });
      for (const { labels, value } of all) counter.inc(labels, value);
    },
    histogram(name: string, help: string, endsMs: readonly number[], recorded: readonly Recorded[]) {
      registry.registerMetric(new CountedHistogram(`matricula_${name}`, help, endsMs, recorded));
    },
  };
}

/** What `/metrics` answers, of the process that is asked. */
export async function renderPrometheusMetrics(): Promise<{ contentType: string; text: string }> {
  const book = openBook();
  await writeState(book);
  await writeDatabase(book);
  writeRequests(book);
  writeRejections(book);
  writeSecurity(book);
  writeMachine(book);
  await writeScheduledWork(book);
  return { contentType: prometheusContentType, text: await book.registry.metrics() };
}

async function writeState(book: Book): Promise<void> {
  const { state, reasons } = await getHealth();
  const states = HEALTH_STATES.map((each) => ({ labels: { state: each }, value: each === state ? 1 : 0 }));
  book.gauge("state", "1 for the state that the process is in: ok, degraded, read_only or failed", states);
  const said = reasons.map(({ code, isCritical }) => ({ labels: { code, critical: String(isCritical) }, value: 1 }));
  book.gauge("reason", "1 for each reason why the state is not ok", said);
  const open = breakers().map(({ name, state }) => ({ labels: { breaker: name }, value: state === "closed" ? 0 : 1 }));
  book.gauge("breaker_open", "1 for a circuit breaker that lets nothing through, or only a trial", open);
}

async function writeDatabase(book: Book): Promise<void> {
  const { database } = runtime();
  const stats = database.stats();
  const size = await orNull(getDatabaseSizes);
  book.gauge("database_writable", "1 while writes are taken", database.storage().state === "ok" ? 1 : 0);
  book.gauge("database_bytes", "Size of the database", size ? size.databaseBytes : []);
  book.gauge("wal_bytes", "Size of SQLite's write-ahead log (WAL)", size ? size.walBytes : []);
  book.gauge("freelist_bytes", "Empty pages in the database's file", size ? size.freelistBytes : []);
  book.gauge("disk_free_bytes", "Free space on the disk that holds the data", size ? size.diskFreeBytes : []);
  book.gauge("write_queue_length", "Writes that wait in the queue", stats.queued);
  book.counter("writes_total", "Writes that were committed", stats.writes);
  book.counter("commits_total", "Commits, each of one or several writes", stats.commits);
  book.counter("write_retries_total", "Writes that ran again because another was in their way", stats.retries);
  book.counter("writes_refused_total", "Writes refused because too many waited", stats.refusedForLoad);
  const times = (name: string, help: string, each: Latencies) =>
    book.histogram(name, help, DATABASE_MS, [{ labels: {}, times: each }]);
  times("write_queue_seconds", "How long the first write of each batch waited", stats.queueWait);
  times("lock_wait_seconds", "How long each batch waited for the write lock", stats.lockWait);
  times("commit_seconds", "How long each commit took", stats.commit);
  times(
    "read_seconds",
    "How long statements outside of writes took; on SQLite one in sixteen is timed",
    database.readTimes(),
  );
  writeReplica(book);
}

/** Nothing where there is no replica. */
function writeReplica(book: Book): void {
  const view = runtime().database.replica();
  if (!view) return;
  const { state, lagMs, readsOnReplica, readsOnPrimary, fallbacks } = view;
  const states = REPLICA_STATES.map((each) => ({ labels: { state: each }, value: each === state ? 1 : 0 }));
  book.gauge("replica_state", "1 for the state that the replica is in", states);
  book.gauge("replica_lag_seconds", "How old what the replica shows may be", lagMs === null ? [] : lagMs / SECOND_MS);
  book.counter("replica_reads_total", "Reads that may be answered by the replica, by who answered them", [
    { labels: { by: "replica" }, value: readsOnReplica },
    { labels: { by: "primary" }, value: readsOnPrimary },
  ]);
  const values = FALLBACKS.map((reason) => ({ labels: { reason }, value: fallbacks[reason] }));
  book.counter("replica_fallbacks_total", "Requests that turned from the replica to the primary, by reason", values);
}

function writeRequests(book: Book): void {
  const { routes } = getRequestMetrics();
  book.counter(
    "requests_total",
    "Requests that were answered, by route and by the kind of status",
    routes.flatMap(({ route, byStatus }) =>
      Object.entries(byStatus).map(([status, value]) => ({ labels: { route, status }, value })),
    ),
  );
  const recorded = routes.map(({ route, times }) => ({ labels: { route }, times }));
  book.histogram("request_seconds", "How long requests took, by route", REQUEST_MS, recorded);
}

/** What was refused before anybody was asked to answer it. */
function writeRejections(book: Book): void {
  const values = getRejectionCounts().map(({ fault, count }) => ({ labels: { reason: fault }, value: count }));
  book.counter("requests_refused_total", "Requests refused before they were read, by reason", values);
}

/** Every kind from the beginning, at 0, so that a rule sees the first one of a kind as an increase. */
function writeSecurity(book: Book): void {
  const counts = getSecurityEventCounts();
  const values = SECURITY_EVENT_KINDS.map((kind) => ({ labels: { kind }, value: counts.get(kind) ?? 0 }));
  book.counter("security_events_total", "Failed sign-ins, denied operations and the like, by kind", values);
}

function writeMachine(book: Book): void {
  const { cpuSeconds, cores, rssBytes, heapBytes, uptimeSeconds } = getMachineUsage();
  const { msP50, msP99, msMax } = getEventLoopLag();
  const lag = [
    { labels: { quantile: "0.5" }, value: msP50 / SECOND_MS },
    { labels: { quantile: "0.99" }, value: msP99 / SECOND_MS },
    { labels: { quantile: "1" }, value: msMax / SECOND_MS },
  ];
  book.gauge("event_loop_lag_seconds", "Event loop lag in the last ten minutes", lag);
  book.gauge("resident_memory_bytes", "Memory of the process", rssBytes);
  book.gauge("heap_bytes", "Memory of the process that JavaScript uses", heapBytes);
  book.counter("cpu_seconds_total", "Processor time of the process", cpuSeconds);
  book.gauge("cores", "Processors of the machine", cores);
  book.gauge("uptime_seconds", "Time since the process started", uptimeSeconds);
}

async function writeScheduledWork(book: Book): Promise<void> {
  const { database, clock } = runtime();
  const now = clock().getTime();
  const secondsSince = (at: Date | null | undefined) => (at ? Math.max(0, (now - at.getTime()) / SECOND_MS) : 0);
  const jobs = (await orNull(listJobStatuses)) ?? [];
  const ran = jobs.flatMap(({ name, lastRunAt }) =>
    lastRunAt ? [{ labels: { job: name }, value: lastRunAt.getTime() / SECOND_MS }] : [],
  );
  book.gauge("job_last_run_timestamp_seconds", "When each job last began", ran);
  const failed = jobs.map(({ name, state }) => ({ labels: { job: name }, value: state === "failed" ? 1 : 0 }));
  book.gauge("job_failed", "1 for a job whose last run failed", failed);
  const outbox = await orNull(getOutboxStatus);
  book.gauge("mails_pending", "Mails that wait to be sent", outbox ? outbox.pending : []);
  book.gauge("mails_failed", "Mails that could not be sent", outbox ? outbox.failed : []);
  book.gauge(
    "mails_late_seconds",
    "How long the oldest pending mail has been due",
    outbox ? secondsSince(outbox.oldestDueAt) : [],
  );
  const backup = await orNull(getLastBackup);
  const age = backup ? [{ labels: {}, value: secondsSince(backup.at) }] : [];
  book.gauge("backup_age_seconds", "Age of the last backup that was verified; absent when there is none", age);
  const doctor = await orNull(() => getStoredReports(database.read));
  const findings = doctor ? mergeResults(doctor) : [];
  const count = (state: string) => findings.filter((finding) => finding.state === state).length;
  const found = ["ok", "warn", "wrong"].map((state) => ({ labels: { state }, value: count(state) }));
  book.gauge("doctor_findings", "Results of doctor's checks, by state", found);
}
