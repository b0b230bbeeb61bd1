/**
 * What makes the Markdown parser take time with the square of a text's length, or memory without end. Each bound lies far above
 * what a course's text holds; together they keep the longest text below a second or two of a core.
 */

/** A table is for reading. */
const COLUMNS_MAX = 50;
/** A row is filled up to the width of the head, so a few characters can make thousands of cells. */
const CELLS_MAX = 10_000;
/** Quotes and lists in one another. */
const NESTING_MAX = 20;
/** A list in a list is set in by two to four columns. */
const INDENT_MAX = 4 * NESTING_MAX;
/** Signs that may begin or end something, in one paragraph: each is held against the others. As the sum of the squares. */
const SIGNS_COST_MAX = 4_000_000;
/** A word is looked at from each of its letters on, to see whether an address begins there. */
const WORDS_COST_MAX = 20_000_000;

const SIGNS = /[*_~[\]!<>`\\#&|]/g;
const MARKER = /[ \t]{0,3}(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))/y;

/** Whether a text would cost more than it is worth. One pass over its lines. */
export function isCostlyMarkdown(markdown: string): boolean {
  const lines = markdown.split(/\r\n?|\n/);
  return isDeep(lines) || hasHugeTable(lines) || hasCostlySigns(lines) || hasCostlyWords(markdown);
}

function isDeep(lines: readonly string[]): boolean {
  return lines.some((line) => {
    if (line.search(/[^ \t]/) > INDENT_MAX) return true;
    MARKER.lastIndex = 0;
    let depth = 0;
    while (depth <= NESTING_MAX && MARKER.test(line)) depth += 1;
    return depth > NESTING_MAX;
  });
}

function hasHugeTable(lines: readonly string[]): boolean {
  let columns = 0;
  let cells = 0;
  for (const line of lines) {
    if (line.trim() === "") columns = 0;
    else if (line.includes("|") && /^[\s>|:+*\d.)-]+$/.test(line) && line.includes("-")) {
      columns = Math.max(columns, line.split("|").length);
    }
    cells += columns;
    if (columns > COLUMNS_MAX || cells > CELLS_MAX) return true;
  }
  return false;
}

function hasCostlySigns(lines: readonly string[]): boolean {
  let cost = 0;
  let signs = 0;
  for (const line of [...lines, ""]) {
    if (line.trim() === "") {
      cost += signs ** 2;
      signs = 0;
    } else signs += line.match(SIGNS)?.length ?? 0;
    if (cost > SIGNS_COST_MAX || signs ** 2 > SIGNS_COST_MAX) return true;
  }
  return false;
}

function hasCostlyWords(text: string): boolean {
  let cost = 0;
  for (const word of text.split(/\s+/)) {
    cost += word.length ** 2;
    if (cost > WORDS_COST_MAX) return true;
  }
  return false;
}
