import type { StatementLine } from "#domain/bank/statement.ts";
import { sourceText } from "#messages/message.ts";
import { openBankFile } from "#ops/import/bank/open-bank-file.ts";
import type { CsvHints } from "#ops/import/bank/read-bank-csv.ts";

/** What became of a file, as lines that a person compares: each statement, each line of it, each thing that was said. */
export function describeBankFile(bytes: Uint8Array, hints: CsvHints = {}): string[] {
  try {
    const { format, encoding, statements } = openBankFile(bytes, hints);
    return statements.flatMap(({ line, account, lines, refusal, notes }) => [
      `${line}: ${format} (${encoding}) of ${account || "no account"}`,
      ...(refusal ? [`${refusal.line}: refused: ${sourceText(refusal.words)}`] : []),
      ...notes.map((note) => `${note.line}: note: ${sourceText(note.words)}`),
      ...lines.map(describeLine),
    ]);
  } catch (error) {
    return [`refused: ${(error as Error).message}`];
  }
}

function describeLine({
  line,
  amountMinor,
  amountText,
  currency,
  bookedOn,
  valueOn,
  problem,
  ...more
}: StatementLine): string {
  const facts = [
    `${line}:`,
    ...[bookedOn ?? "no day", valueOn === null || valueOn === bookedOn ? "" : `(${valueOn})`],
    amountMinor === null ? `"${amountText}"` : String(amountMinor),
    currency,
    ...Object.entries(more).flatMap(([name, value]) =>
      value === null || value === "" || value === false ? [] : [`${name}=${String(value)}`],
    ),
    problem ? `PARKED: ${sourceText(problem)}` : "",
  ];
  return facts.filter(Boolean).join(" ");
}
