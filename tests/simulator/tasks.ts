/**
 * Who does something in a simulation goes on from one boundary to the next: a write of the school, or a call of a provider. Only one goes on
 * at a time, and whoever runs the simulation says who, so that each order of steps can be tried and comes out the same again.
 */
import { AsyncLocalStorage } from "node:async_hooks";

/** What becomes of whoever stands before a boundary. `lost`: of a call, before or after the other side has done what it was asked for. */
export type Fate = "go on" | "die before" | "die within" | "die after" | "lost before" | "lost after";

export type BoundaryKind = "write" | "call";

/** The process has ended here. Nothing that it had not committed is left. */
export class Death extends Error {
  override name = "Death";
}

export type Task = {
  readonly name: string;
  /** Where it stands; undefined once it has ended. */
  boundary: BoundaryKind | undefined;
  /** What it ended with. */
  outcome: { failed?: unknown } | undefined;
};

type Running = Task & {
  isDead: boolean;
  last: Promise<unknown>;
  proceed: ((fate: Fate) => void) | undefined;
  notify: (() => void) | undefined;
};

const storage = new AsyncLocalStorage<Running>();

/** Begins a task and lets it run to its first boundary. */
export async function beginTask(name: string, run: () => Promise<unknown>): Promise<Task> {
  const task: Running = {
    ...{ name, boundary: undefined, outcome: undefined, isDead: false, last: Promise.resolve() },
    ...{ proceed: undefined, notify: undefined },
  };
  const moved = untilItMoves(task);
  void storage.run(task, async () => {
    const outcome = await run().then(
      () => ({}),
      (failed: unknown) => ({ failed }),
    );
    // What it began side by side ends first.
    await task.last.catch(() => undefined);
    task.outcome = outcome;
    task.notify?.();
  });
  await moved;
  return task;
}

function untilItMoves(task: Running): Promise<void> {
  return new Promise((moved) => {
    task.notify = () => {
      task.notify = undefined;
      moved();
    };
  });
}

/** Lets a task that stands before a boundary meet its fate there, and go on to the next one or to its end. */
export async function releaseTask(task: Task, fate: Fate): Promise<void> {
  const running = task as Running;
  const { proceed } = running;
  if (!proceed) return;
  const moved = untilItMoves(running);
  if (fate.startsWith("die")) running.isDead = fate === "die before";
  running.proceed = undefined;
  running.boundary = undefined;
  proceed(fate);
  await moved;
}

/** The process of the task ends where it stands. */
export async function killTask(task: Task): Promise<void> {
  while (!task.outcome) await releaseTask(task, "die before");
}

/** Lets it run to its end; nothing goes wrong. */
export async function finishTask(task: Task): Promise<void> {
  while (!task.outcome) await releaseTask(task, "go on");
}

/** Where a task waits to be let on. Outside of tasks nothing waits. `act` is told what becomes of it. */
export async function passBoundary<T>(kind: BoundaryKind, act: (fate: Fate) => Promise<T>): Promise<T> {
  const task = storage.getStore();
  if (!task) return act("go on");
  // What a task does side by side comes here one after the other, in the order in which it was begun.
  const turn = task.last.then(
    () => meetFate(task, kind, act),
    () => meetFate(task, kind, act),
  );
  task.last = turn;
  return turn;
}

async function meetFate<T>(task: Running, kind: BoundaryKind, act: (fate: Fate) => Promise<T>): Promise<T> {
  if (task.isDead) throw new Death();
  const fate = await new Promise<Fate>((proceed) => {
    task.proceed = proceed;
    task.boundary = kind;
    task.notify?.();
  });
  if (fate === "die before") throw new Death();
  try {
    return await act(fate);
  } finally {
    if (fate.startsWith("die")) task.isDead = true;
  }
}
