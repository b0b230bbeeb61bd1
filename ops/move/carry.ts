/** Carries the rows over: a copy of one moment, then in rounds what was written meanwhile, with a content sum of each table at both ends. */
import { MessageError } from "#messages/message-error.ts";
import { message, type Said } from "#messages/message.ts";
import { differenceAmong, findDifference } from "./compare-rows.ts";
import { ContentSum } from "./content-sum.ts";
import type { Change, Source, Target } from "./end.ts";
import type { MovedTable } from "./value-forms.ts";

/** How many keys one statement looks up. */
const KEYS_MAX = 1_000;

export type Progress = { rows: number; rowsTotal: number; bytes: number; seconds: number };

export type Ends = { source: Source; target: Target; tables: readonly MovedTable[] };

export class Carrier {
  readonly #ends: Ends;
  readonly #ours = new Map<string, ContentSum>();
  readonly #theirs = new Map<string, ContentSum>();

  constructor(ends: Ends) {
    this.#ends = ends;
  }

  /** Copies every row of the open view. */
  async copy(onProgress: (progress: Progress) => void = () => {}): Promise<Progress> {
    const { source, target, tables } = this.#ends;
    const progress = { rows: 0, rowsTotal: 0, bytes: 0, seconds: 0 };
    for (const { name } of tables) progress.rowsTotal += await source.count(name);
    const began = performance.now();
    for (const table of tables) {
      const sum = new ContentSum();
      this.#ours.set(table.name, sum);
      await target.write(table, counted(source.read(table, "any"), sum));
    }
    progress.seconds = (performance.now() - began) / 1000;
    return progress;

    async function* counted(batches: AsyncIterable<string[]>, sum: ContentSum): AsyncGenerator<string[]> {
      for await (const lines of batches) {
        for (const line of lines) {
          sum.add(line);
          progress.bytes += line.length;
        }
        progress.rows += lines.length;
        progress.seconds = (performance.now() - began) / 1000;
        onProgress({ ...progress });
        yield lines;
      }
    }
  }

  /** Reads every row back from the target. Names the first row of each table that is not as it was copied; the view is still open. */
  async compare(): Promise<Said[]> {
    const { source, target, tables } = this.#ends;
    const faults: Said[] = [];
    for (const table of tables) {
      const sum = new ContentSum();
      this.#theirs.set(table.name, sum);
      for await (const lines of target.read(table, "any")) for (const line of lines) sum.add(line);
      if (this.#isSame(table)) continue;
      faults.push((await findDifference(source, target, table)) ?? message("move.ends_differ", { name: table.name }));
    }
    return faults;
  }

  /** Brings over what was written since the last time. Answers how many rows, and which came over differently. */
  async follow(): Promise<{ rows: number; faults: Said[] }> {
    const { source, target, tables } = this.#ends;
    await source.view();
    // Whoever begins another move takes these notes away; theirs are not for this one.
    if (!(await source.isWatched(tables))) throw new MessageError(message("move.was_not_watched"));
    const changes = Map.groupBy(await source.takeChanges(tables), ({ table }) => table);
    const faults: Said[] = [];
    let rows = 0;
    for (const table of tables) {
      const keys = (changes.get(table.name) ?? []).map(({ key }: Change) => key);
      rows += keys.length;
      for (let at = 0; at < keys.length; at += KEYS_MAX)
        faults.push(...(await this.#replace(table, keys.slice(at, at + KEYS_MAX))));
    }
    await source.release();
    if (rows > 0) await target.checkReplaced();
    for (const table of tables)
      if (!this.#isSame(table) && faults.length === 0) faults.push(message("move.ends_differ", { name: table.name }));
    return { rows, faults };
  }

  /** What stood at the target under these keys is what had stood at the source: the sums were equal. */
  async #replace(table: MovedTable, keys: readonly string[][]): Promise<Said[]> {
    const { source, target } = this.#ends;
    const [ours, theirs] = [this.#sumOf(this.#ours, table), this.#sumOf(this.#theirs, table)];
    for (const line of await target.find(table, keys)) {
      ours.remove(line);
      theirs.remove(line);
    }
    const lines = await source.find(table, keys);
    for (const line of lines) ours.add(line);
    await target.replace(table, keys, lines);
    const back = await target.find(table, keys);
    for (const line of back) theirs.add(line);
    return [differenceAmong(table, lines, back) ?? []].flat();
  }

  #isSame(table: MovedTable): boolean {
    return this.#sumOf(this.#ours, table).equals(this.#sumOf(this.#theirs, table));
  }

  #sumOf(sums: ReadonlyMap<string, ContentSum>, { name }: MovedTable): ContentSum {
    return sums.get(name) as ContentSum;
  }
}
