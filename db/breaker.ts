import { type CircuitBreakerPolicy, CircuitState, circuitBreaker, ConsecutiveBreaker, handleWhen } from "cockatiel";
import { perProcess } from "./per-process.ts";

/** closed: calls are made. open: they are refused. half_open: one is made to try. The last stays open until the process restarts. */
export const BREAKER_STATES = ["closed", "open", "half_open", "held"] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

/** The state of a breaker, for metrics and health. */
export type BreakerView = {
  name: string;
  state: BreakerState;
  /** How often it has opened since the process started. */
  openedCount: number;
};

export type Breaker = {
  view(): BreakerView;
  /** Whether it is closed. As cheap as a comparison. */
  isClosed(): boolean;
  /** Whether a call would be made now: it is closed, or it has rested long enough for one to try. */
  mayTry(): boolean;
  /** Makes the call and counts its outcome; throws what `refusal` makes, at once, while the breaker is open. */
  run<T>(call: () => Promise<T>): Promise<T>;
  /** Opens it until the process ends. */
  hold(): void;
};

type BreakerOptions = {
  name: string;
  /** Which errors count as failures of the other side. All others prove that it is reachable. */
  counts: (error: unknown) => boolean;
  /** How many of these in a row open it. */
  failuresMax: number;
  /** How long it stays open before one call may try, in milliseconds. */
  restMs: number;
  /** The error for calls that are not made. */
  refusal: () => Error;
};

const known = perProcess<Map<string, Breaker>>("breakers", () => new Map());

const STATES: Record<CircuitState, BreakerState> = {
  [CircuitState.Closed]: "closed",
  [CircuitState.Open]: "open",
  [CircuitState.HalfOpen]: "half_open",
  [CircuitState.Isolated]: "held",
};

/** Every breaker of this process, by name. A new one replaces an older one of the same name. */
export function breakers(): BreakerView[] {
  return [...known.values()].map((breaker) => breaker.view()).sort((a, b) => a.name.localeCompare(b.name));
}

/** A circuit breaker: while the other side fails, calls are refused at once, except for one at a time that tries whether it is back. */
export function openBreaker({ name, counts, failuresMax, restMs, refusal }: BreakerOptions): Breaker {
  let openedCount = 0;
  let restsUntil = 0;
  // The library times the pause by the wall clock: if that is set back by a day, the breaker stays open for a day. So the library
  // may always try, and this code times the pause by a monotonic clock.
  const policy: CircuitBreakerPolicy = circuitBreaker(handleWhen(counts), {
    halfOpenAfter: Number.NEGATIVE_INFINITY,
    breaker: new ConsecutiveBreaker(failuresMax),
  });
  policy.onBreak(() => {
    restsUntil = performance.now() + restMs;
    openedCount += 1;
  });
  const mayTry = () =>
    policy.state === CircuitState.Closed || (policy.state === CircuitState.Open && performance.now() >= restsUntil);
  const breaker: Breaker = {
    view: () => ({ name, state: STATES[policy.state], openedCount }),
    isClosed: () => policy.state === CircuitState.Closed,
    mayTry,
    // Other calls are refused during the trial call; they do not wait for it.
    run: (call) => (mayTry() ? policy.execute(call) : Promise.reject(refusal())),
    hold: () => void policy.isolate(),
  };
  known.set(name, breaker);
  return breaker;
}
