import { type Flow, PAGE, RIGHT } from "./paper-flow.ts";
import { draw, type Line, wrap } from "./paper-text.ts";

const DAY_LEFT = 235;
const AMOUNT_RIGHT = 385;
const ROW_HEIGHT = 14.5;
const NAME_WIDTH = DAY_LEFT - PAGE.left - 8;

export type Cells = [name: string, day: string, amount: string, state: string];

/** A small table under its title: what, on which day, how much, and how it stands. Its head stands on each page. */
export function drawRows(flow: Flow, title: string, head: Cells, rows: readonly Cells[]): void {
  flow.makeRoom(64);
  flow.paragraph({ text: title, size: 11.5, weight: 600 }, { type: "H2", gap: 6 });
  const table = flow.paper.struct("Table");
  flow.root.add(table);
  const drawHead = () => {
    drawRow(flow, table, "TH", head);
    flow.rule(flow.y - 2);
    flow.y += 3;
  };
  drawHead();
  for (const cells of rows) {
    if (flow.makeRoom(2 * ROW_HEIGHT)) drawHead();
    drawRow(flow, table, "TD", cells);
  }
  table.end();
  flow.y += 12;
}

function drawRow(
  flow: Flow,
  table: ReturnType<Flow["paper"]["struct"]>,
  type: "TH" | "TD",
  [name, day, amount, state]: Cells,
): void {
  const look: Omit<Line, "text"> = type === "TH" ? { size: 8.5, weight: 600 } : { size: 9.5 };
  const tr = flow.paper.struct("TR");
  table.add(tr);
  const { y } = flow;
  const names = wrap(flow.paper, { text: name, ...look }, NAME_WIDTH);
  tr.add(
    flow.paper.struct(type, {}, () => {
      for (const [at, line] of names.entries()) draw(flow.paper, line, { left: PAGE.left, y: y + at * ROW_HEIGHT });
    }),
  );
  const cell = (text: string, at: { left: number } | { right: number }) =>
    tr.add(flow.paper.struct(type, {}, () => draw(flow.paper, { text, ...look }, { ...at, y })));
  cell(day, { left: DAY_LEFT });
  cell(amount, { right: AMOUNT_RIGHT });
  cell(state, { right: RIGHT });
  tr.end();
  flow.y += ROW_HEIGHT * Math.max(1, names.length);
}
