/** How many rows an export reads at a time. */
const BATCH_ROWS = 500;

/** Reads a whole list, a batch at a time, each beginning where the last one ended: `read` gets the last row of before. */
export async function* readInBatches<Row>(
  read: (after: Row | undefined, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row[], void, undefined> {
  let last: Row | undefined;
  for (;;) {
    const rows: Row[] = await read(last, BATCH_ROWS);
    if (rows.length > 0) yield rows;
    last = rows.at(-1);
    if (rows.length < BATCH_ROWS) return;
  }
}
