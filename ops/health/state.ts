import { createSystemClock } from "#domain/kernel/clock.ts";
import type { Said } from "#messages/message.ts";
import { perProcess } from "#db/per-process.ts";

/** How this process is: all well; well with something to mend; reading only; reading as far as it goes, until a person mends it. */
export const HEALTH_STATES = ["ok", "degraded", "read_only", "failed"] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

/** Something that is not as it should be, for a person. */
export type Reason = {
  /** One word for machines: an alert rule and a test know the reason by it. */
  code: string;
  /** What it makes of the whole. */
  state: Exclude<HealthState, "ok">;
  /** It cannot wait until the morning. */
  isCritical: boolean;
  /** What is the matter, in a sentence. Holds nothing that is secret, though only staff see it. */
  words: Said;
  /** What to do about it, in a sentence. */
  mend: Said;
  since: Date;
};

/** A reason as it is noted: degraded and not critical unless it says so. */
export type ReasonInput = Pick<Reason, "code" | "words" | "mend"> & Partial<Pick<Reason, "state" | "isCritical">>;

export type Health = { state: HealthState; reasons: Reason[] };

type Source = () => readonly ReasonInput[];
type Store = { noted: Map<string, Reason>; sources: Map<string, Source>; since: Map<string, Date> };

const store = perProcess<Store>("health", () => ({ noted: new Map(), sources: new Map(), since: new Map() }));

/** Notes a reason until it is cleared. Noted again under the same code it says what it says now, and since when it is so stays. */
export function setReason(noted: ReasonInput): void {
  const since = store.noted.get(noted.code)?.since ?? createSystemClock();
  store.noted.set(noted.code, { state: "degraded", isCritical: false, ...noted, since });
}

/** The matter is mended. Fine to call when nothing was noted. */
export function clearReason(code: string): void {
  store.noted.delete(code);
}

/**
 * Adds something that knows by itself what is the matter with it, and is asked whenever the state is: it must be quick, and
 * never wait or throw. A name that is known is replaced.
 */
export function addReasonSource(name: string, source: Source): void {
  store.sources.set(name, source);
}

/** The state of this process, which is that of its worst reason, and every reason, worst first. */
export function getHealthState(): Health {
  const reasons = [...store.noted.values(), ...readSources()].sort((a, b) => rank(b) - rank(a));
  return { state: reasons[0]?.state ?? "ok", reasons };
}

/** What the sources say just now, each reason with the time when it was first heard. */
function readSources(): Reason[] {
  const said = [...store.sources.values()].flatMap((source) => source());
  const before = store.since;
  store.since = new Map(said.map(({ code }) => [code, before.get(code) ?? createSystemClock()]));
  return said.map((noted) => ({
    state: "degraded",
    isCritical: false,
    ...noted,
    since: store.since.get(noted.code) ?? createSystemClock(),
  }));
}

const rank = ({ state, isCritical }: Reason) => HEALTH_STATES.indexOf(state) * 2 + (isCritical ? 1 : 0);
