import { draw, type Line, type Paper, wrap } from "./paper-text.ts";

/** Points: A4 upright. What is above `bottom` is free for the text; under it stands the foot of each page. */
export const PAGE = { width: 595.28, height: 841.89, left: 57, right: 57, top: 50, bottom: 84 };
export const RIGHT = PAGE.width - PAGE.right;
export const WIDTH = RIGHT - PAGE.left;
const LINE_HEIGHT = 1.38;

export const INK_SOFT = "#55524c";
const RULE = "#d8d2c6";

type Structure = ReturnType<Paper["struct"]>;

export const heightOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, { size }) => sum + size * LINE_HEIGHT, 0);

/** Draws lines one under the other; says where the next thing may stand. */
export function drawLines(paper: Paper, lines: readonly Line[], left: number, top: number): number {
  let y = top;
  for (const line of lines) {
    draw(paper, line, { left, y });
    y += line.size * LINE_HEIGHT;
  }
  return y;
}

/** Where the next thing stands on a paper of as many pages as it needs. */
export class Flow {
  readonly paper: Paper;
  readonly root: Structure;
  y: number;

  constructor(paper: Paper, root: Structure, y: number) {
    this.paper = paper;
    this.root = root;
    this.y = y;
  }

  /** Begins a page where what comes next has no room on this one. Says whether it did. */
  makeRoom(height: number): boolean {
    if (this.y + height <= PAGE.height - PAGE.bottom) return false;
    this.paper.addPage();
    this.y = PAGE.top;
    return true;
  }

  tagged(type: string, drawn: () => void, options: object = {}): void {
    this.root.add(this.paper.struct(type, options, drawn));
  }

  /** A paragraph over the whole width, line by line over the pages where it is long. */
  paragraph(line: Line, { gap = 0, width = WIDTH, type = "P" } = {}): void {
    const lines = wrap(this.paper, line, width);
    for (const each of lines) {
      this.makeRoom(each.size * LINE_HEIGHT);
      this.tagged(type, () => draw(this.paper, each, { left: PAGE.left, y: this.y }));
      this.y += each.size * LINE_HEIGHT;
    }
    this.y += gap;
  }

  /** What adorns the page and says nothing. */
  rule(y: number, { left = PAGE.left, right = RIGHT, color = RULE } = {}): void {
    this.paper.markContent("Artifact", { type: "Layout" } as never);
    this.paper.moveTo(left, y).lineTo(right, y).lineWidth(0.6).stroke(color);
    this.paper.endMarkedContent();
  }
}
