/**
 * How many were enrolled in a course and how many waited, over time, as a university's registrar showed it: one row for each moment
 * at which something had changed. From two rows it cannot be told who came and who went, only how many more or fewer there are.
 */
import Papa from "papaparse";

export type SeatRow = { at: string; enrolled: number; waiting: number; seats: number };
/** What people wanted between two rows. */
export type Wish = { kind: "seats"; seats: number } | { kind: "leaves" | "comes" | "gives up waiting" };

const NUMBERS = ["enrolled", "waitlisted", "total"] as const;

/** Columns `time,enrolled,available,waitlisted,total`. Refuses a line whose numbers are none. */
export function readSeatHistory(text: string): SeatRow[] {
  const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  return data.map((row, index) => {
    const [enrolled, waiting, seats] = NUMBERS.map((name) => Number(row[name]));
    if (![enrolled, waiting, seats].every((each) => Number.isInteger(each) && Number(each) >= 0))
      throw new Error(`line ${index + 2}: not a number of people`);
    return { at: row.time ?? "", enrolled: enrolled as number, waiting: waiting as number, seats: seats as number };
  });
}

/**
 * What people wanted from one row to the next: more enrolled or more who wait are people who come; fewer who wait while as many more
 * are enrolled are those who got their place. Seats change first.
 */
export function listWishes(rows: readonly SeatRow[]): Wish[] {
  let before: SeatRow = { at: "", enrolled: 0, waiting: 0, seats: -1 };
  return rows.flatMap((row) => {
    const wishes: Wish[] = row.seats === before.seats ? [] : [{ kind: "seats", seats: row.seats }];
    const [enrolled, waiting] = [row.enrolled - before.enrolled, row.waiting - before.waiting];
    const inside = enrolled > 0 && waiting < 0 ? Math.min(enrolled, -waiting) : 0;
    const times = (kind: "leaves" | "comes" | "gives up waiting", n: number) =>
      Array.from({ length: Math.max(n, 0) }, (): Wish => ({ kind }));
    before = row;
    return [
      ...wishes,
      ...times("leaves", -enrolled),
      ...times("gives up waiting", -waiting - inside),
      // Who was moved up in the history had a seat that somebody left.
      ...times("comes", enrolled - inside),
      ...times("comes", waiting),
    ];
  });
}

/** The queue as anybody would draw it on paper: what the school must do, said a second time in another way. */
export class PaperQueue {
  seats = 0;
  /** Who has a seat, or was offered one. */
  readonly inside: number[] = [];
  readonly waiting: number[] = [];

  setSeats(seats: number): boolean {
    if (seats < this.inside.length) return false;
    this.seats = seats;
    this.#moveUp();
    return true;
  }

  come(person: number): void {
    if (this.inside.length < this.seats) this.inside.push(person);
    else this.waiting.push(person);
  }

  leave(person: number): void {
    this.inside.splice(this.inside.indexOf(person), 1);
    this.#moveUp();
  }

  giveUp(person: number): void {
    this.waiting.splice(this.waiting.indexOf(person), 1);
  }

  #moveUp(): void {
    while (this.inside.length < this.seats && this.waiting.length > 0) this.inside.push(this.waiting.shift() as number);
  }
}
