import { expect, test } from "vitest";
import { gatherWrites } from "./gather-writes.ts";

/** Writes that come by turns of the event loop, each of which takes a tenth of a millisecond. */
async function gather(waiting: number, comes: (turn: number) => number, { most = 64, commitMs = 2 } = {}) {
  let turns = 0;
  let count = waiting;
  const turn = async () => void (count += comes(++turns));
  await gatherWrites({ count: () => count, most, commitMs, turn, now: () => turns / 10 });
  return { turns, count };
}

test("writes that come while others wait join them, until a few turns have brought none", async () => {
  expect(await gather(2, (turn) => (turn <= 5 ? 3 : 0))).toEqual({ turns: 9, count: 17 });
  expect(await gather(2, (turn) => (turn === 4 ? 1 : 0))).toEqual({ turns: 8, count: 3 });
});

test("a write that is alone does not wait, and no more are gathered than one commit takes", async () => {
  expect(await gather(1, () => 1)).toEqual({ turns: 0, count: 1 });
  expect(await gather(2, () => 1, { most: 5 })).toEqual({ turns: 3, count: 5 });
});

test("nobody waits longer than a commit takes, nor than three milliseconds", async () => {
  expect((await gather(2, () => 1, { commitMs: 0.5 })).turns).toBe(5);
  expect((await gather(2, () => 1, { commitMs: 80 })).turns).toBe(30);
});
