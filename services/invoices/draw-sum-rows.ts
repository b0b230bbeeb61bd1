import { type Flow, RIGHT } from "./paper-flow.ts";
import { draw, wrap } from "./paper-text.ts";
import { formatSum } from "./paper-words.ts";
import type { InvoicePaper } from "./invoice-paper.ts";

const SUMS_LEFT = 300;
const SUM_HEIGHT = 15.5;

export type Sum = { label: string; minor: number; isStrong?: boolean };

/** Amounts under each other at the right, each with what it is. */
export function drawSumRows(flow: Flow, { content, words }: InvoicePaper, sums: readonly Sum[]): void {
  flow.y += 8;
  flow.makeRoom(sums.length * SUM_HEIGHT + 8);
  for (const { label, minor, isStrong = false } of sums) {
    const look = { size: isStrong ? 11.5 : 9.5, ...(isStrong ? { weight: 600 as const } : {}) };
    const value = { text: formatSum(content, minor, words), ...look };
    const lines = wrap(flow.paper, { text: label, ...look, size: look.size }, RIGHT - SUMS_LEFT - 100);
    flow.makeRoom(lines.length * SUM_HEIGHT);
    flow.tagged("P", () => {
      for (const [at, line] of lines.entries()) draw(flow.paper, line, { left: SUMS_LEFT, y: flow.y + at * 12 });
      draw(flow.paper, value, { right: RIGHT, y: flow.y });
    });
    flow.y += SUM_HEIGHT + (lines.length - 1) * 12;
  }
  flow.y += 14;
}
