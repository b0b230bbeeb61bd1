import { AsyncLocalStorage } from "node:async_hooks";
import { expect, test } from "vitest";
import { isCannotSave } from "./errors.ts";
import { createSideBySideWriter, type Transaction } from "./side-by-side.ts";
import type { Tx } from "./types.ts";

const transaction = (): Transaction => ({
  ...{ tx: {} as Tx, holder: {}, begun: Promise.resolve(), failure: () => undefined },
  ...{ commit: async () => {}, undo: async () => {} },
});

/** Writers on an engine that begins transactions as `begin` does, and those that were begun. */
function openWriters(writersMax: number, begin: () => Promise<Transaction>) {
  let begun = 0;
  const count = () => {
    begun += 1;
    return begin();
  };
  return { ...createSideBySideWriter({ begin: count, isConflict: () => false }, writersMax), begun: () => begun };
}

async function findFull(): Promise<never> {
  throw Object.assign(new Error("no space left on device"), { code: "53100" });
}

const times = <T>(n: number, each: (n: number) => T) => Array.from({ length: n }, (_, at) => each(at));
const refusalsOf = async (writes: Promise<unknown>[]) =>
  (await Promise.allSettled(writes)).map((answer) => answer.status === "rejected" && isCannotSave(answer.reason));

test("writes that were queued while the disk was found full are refused without a try", async () => {
  const writers = openWriters(1, findFull);
  expect(await refusalsOf(times(5, () => writers.write(async () => {})))).toEqual(times(5, () => true));
  expect(writers.begun()).toBe(2);
  await writers.end();
});

test("what several writes met at once is one failure, and the next write is tried", async () => {
  const writers = openWriters(3, findFull);
  await refusalsOf(times(3, () => writers.write(async () => {})));
  await refusalsOf([writers.write(async () => {})]);
  expect(writers.begun()).toBe(4);
  await writers.end();
});

test("a write belongs to whoever asked for it, whichever write made room for it", async () => {
  const caller = new AsyncLocalStorage<number>();
  const writers = openWriters(1, async () => transaction());
  const asked = times(4, (n) => caller.run(n, () => writers.write(async () => caller.getStore())));
  expect(await Promise.all(asked)).toEqual([0, 1, 2, 3]);
  await writers.end();
});
