import type { SecurityEventKind, SecurityEventSummary } from "#domain/audit/record-security-events.ts";
import { type Actor, getActorId, visitor } from "#domain/kernel/actor.ts";
import { MINUTE_MS, SECOND_MS, createSystemClock } from "#domain/kernel/clock.ts";
import { getAddressSource } from "#domain/kernel/networks.ts";
import { log, requestLog } from "#providers/log.ts";
import { perProcess } from "#db/per-process.ts";

/** Something that somebody who watches over the school wants to know. Nothing in it is a secret but `email`, which is not logged. */
export type SecurityEvent = {
  kind: SecurityEventKind;
  /** The client's, as request.ts gives it. */
  address?: string | undefined;
  requestId: string;
  /** Nobody who has signed in, unless it is said. */
  actor?: Actor | undefined;
  /** A refusal's code, a policy's action: one of a few words, never what was typed. */
  reason?: string | undefined;
  /** Which account was tried, as typed. */
  email?: string | undefined;
};

/** Under attack many requests are one line: so many are logged one by one in each span, the rest as a number. */
const LINES_MAX = 20;
/** So many sources of one kind get rows of their own in a span; all others share one. */
const SOURCES_MAX = 8;
const REASONS_MAX = 8;
const EMAILS_MAX = 50;

/** The first is written down soon, so that whoever looks sees it; what follows is gathered. */
const SOON_MS = SECOND_MS;
/** While an attack goes on that needs more rows than there are, each span is twice as long as the one before. */
const SPAN_MS_MIN = MINUTE_MS;
const SPAN_MS_MAX = 16 * MINUTE_MS;

type Gathered = Omit<SecurityEventSummary, "emails"> & { emails: Set<string> };
type Watch = {
  /** Since the process began. */
  counts: Map<SecurityEventKind, number>;
  gathered: Map<string, Gathered>;
  lines: Map<SecurityEventKind, number>;
  /** Writes what was gathered; undefined in a process that only counts. */
  write: ((events: SecurityEventSummary[]) => Promise<void>) | undefined;
  timer: NodeJS.Timeout | undefined;
  writtenAtMs: number;
  spanMs: number;
};

const watch = perProcess<Watch>("security-events", () => ({
  counts: new Map(),
  gathered: new Map(),
  lines: new Map(),
  write: undefined,
  timer: undefined,
  writtenAtMs: Number.NEGATIVE_INFINITY,
  spanMs: SPAN_MS_MIN,
}));

/**
 * Counts an event, logs it, and sees that it is written into the audit log. Never throws and never waits. What writes it is told
 * by `start-events.ts`: whoever only notes an event, before the first page is there, does not load the whole school for it.
 */
export function recordSecurityEvent(event: SecurityEvent): void {
  countSecurityEvent(event);
  gather(event);
  if (watch.write) watch.timer ??= setTimeout(() => void writeSecurityEvents(), dueInMs()).unref();
}

/** From now on `writing` writes what is noted. A process that nobody told so only counts. */
export function writeSecurityEventsWith(writing: NonNullable<Watch["write"]>): void {
  watch.write = writing;
}

/** Counts and logs what needs no row of its own: the verb has audited it. */
export function countSecurityEvent(event: SecurityEvent): void {
  watch.counts.set(event.kind, (watch.counts.get(event.kind) ?? 0) + 1);
  logEvent(event);
}

/** How often each kind was seen since this process began. */
export function getSecurityEventCounts(): ReadonlyMap<SecurityEventKind, number> {
  return watch.counts;
}

function dueInMs(): number {
  return Math.max(SOON_MS, watch.writtenAtMs + watch.spanMs - performance.now());
}

function gather({ kind, address = "", actor = visitor, reason = "", email, requestId }: SecurityEvent): void {
  const now = createSystemClock();
  const found = bucketOf(kind, address === "" ? "none" : getAddressSource(address), actor, now, requestId);
  found.count += 1;
  found.until = now;
  if (reason in found.reasons || Object.keys(found.reasons).length < REASONS_MAX) {
    found.reasons[reason] = (found.reasons[reason] ?? 0) + 1;
  }
  if (email !== undefined && found.emails.size < EMAILS_MAX) found.emails.add(email);
}

function bucketOf(kind: SecurityEventKind, source: string, actor: Actor, now: Date, requestId: string): Gathered {
  const key = `${kind} ${source} ${getActorId(actor)}`;
  const known = watch.gathered.get(key);
  if (known) return known;
  const ofKind = [...watch.gathered.values()].filter((each) => each.kind === kind).length;
  if (ofKind >= SOURCES_MAX && source !== "others") return bucketOf(kind, "others", visitor, now, requestId);
  const fresh = {
    kind,
    source,
    actor,
    count: 0,
    since: now,
    until: now,
    reasons: {},
    emails: new Set<string>(),
    requestId,
  };
  watch.gathered.set(key, fresh);
  return fresh;
}

function logEvent({ kind, address, actor = visitor, reason, requestId }: SecurityEvent): void {
  const logged = (watch.lines.get(kind) ?? 0) + 1;
  watch.lines.set(kind, logged);
  if (logged > LINES_MAX) return;
  const facts = { event: `security.${kind}`, address, actor: getActorId(actor) || actor.type, reason };
  requestLog(requestId).warn(facts, `security: ${kind.replaceAll("_", " ")}`);
}

/** Writes what was gathered into the audit log. What cannot be written just now is kept and tried again with what comes. */
export async function writeSecurityEvents(): Promise<void> {
  clearTimeout(watch.timer);
  watch.timer = undefined;
  if (!watch.write || watch.gathered.size === 0) return;
  const events = [...watch.gathered.values()].map((each) => ({ ...each, emails: [...each.emails] }));
  const overflowed = events.some(({ source }) => source === "others");
  watch.spanMs = overflowed ? Math.min(SPAN_MS_MAX, watch.spanMs * 2) : SPAN_MS_MIN;
  watch.writtenAtMs = performance.now();
  logOverflow();
  const before = watch.gathered;
  watch.gathered = new Map();
  try {
    await watch.write(events);
  } catch (error) {
    // As bounded as it was: what came meanwhile goes where there is room.
    for (const [key, each] of watch.gathered) if (!before.has(key)) before.set(key, each);
    watch.gathered = before;
    log().warn({ err: error }, "security events could not be written into the audit log");
    watch.timer ??= setTimeout(() => void writeSecurityEvents(), watch.spanMs).unref();
  }
}

function logOverflow(): void {
  for (const [kind, seen] of watch.lines) {
    const more = seen - LINES_MAX;
    if (more > 0)
      log().warn({ event: `security.${kind}`, more }, `security: ${kind.replaceAll("_", " ")}, ${more} more`);
  }
  watch.lines.clear();
}

/** For tests: as in a process that has just begun. */
export function resetSecurityEvents(): void {
  clearTimeout(watch.timer);
  watch.counts.clear();
  watch.gathered.clear();
  watch.lines.clear();
  Object.assign(watch, { timer: undefined, writtenAtMs: Number.NEGATIVE_INFINITY, spanMs: SPAN_MS_MIN });
}
