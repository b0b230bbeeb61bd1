import type { Simulated } from "./simulate.ts";

/** `steps`: how many of the seed, or the history itself. */
export type Asked = { seed: number; steps: number | number[]; isShrunk: boolean };

/** Of all orders of the events, every `of`-th from the `part`-th. */
export type AskedForOrders = { part: number; of: number };

/** `history`: the shortest that still fails, where something did. */
export type Answer = Simulated & { history?: number[] };
