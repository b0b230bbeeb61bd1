import { type Message, message } from "#messages/message.ts";

/** Mojibake: UTF-8 that was once decoded as Windows-1252 (`TÃ¶pfern`, `donâ€™t`). */
const READ_WRONGLY =
  /[ÂÃ][\u0080-\u00bf\u2018-\u203a\u20ac\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc]|â€[\u0080-\u00bf\u2018-\u203a\u20ac\u0153\u0161\u017e\u02dc\u2122]/;

/** Says why a row's letters are not those that somebody wrote; undefined when they are. */
export function findMistypedLetters(cells: readonly string[]): Message | undefined {
  const lost = cells.find((cell) => cell.includes("\ufffd"));
  if (lost) return message("imports.letter_was_lost", { text: around(lost, /\ufffd/) });
  const wrong = cells.find((cell) => READ_WRONGLY.test(cell));
  if (wrong) return message("imports.letters_were_misread", { text: around(wrong, READ_WRONGLY) });
  return undefined;
}

function around(cell: string, what: RegExp): string {
  const at = cell.search(what);
  return cell.slice(Math.max(0, at - 15), at + 15);
}
