/** The only place that reads the clock. A command takes the time once, as `ctx.now`, and hands it on. */
export type Clock = () => Date;

export const createSystemClock: Clock = () => new Date();

/** A clock for tests and for the demo school's story: it stands still until it is moved. */
export function createFakeClock(start: Date): Clock & { set(to: Date): void; forward(milliseconds: number): void } {
  let at = start.getTime();
  return Object.assign(() => new Date(at), {
    set: (to: Date) => {
      at = to.getTime();
    },
    forward: (milliseconds: number) => {
      at += milliseconds;
    },
  });
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export function addMs(from: Date, milliseconds: number): Date {
  return new Date(from.getTime() + milliseconds);
}
