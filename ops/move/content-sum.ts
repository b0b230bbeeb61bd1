import { hash } from "node:crypto";

const LANES = 8;

/**
 * A hash of rows that does not depend on their order: the SHA-256 of each line, added up in eight lanes of 32 bits. A row can be
 * taken out again, so that the sum of a table follows its changes. docs/decisions/move-while-the-school-serves.md says what
 * it proves.
 */
export class ContentSum {
  rows = 0;
  readonly #lanes = new Uint32Array(LANES);

  add(line: string): void {
    this.#count(line, 1);
  }

  remove(line: string): void {
    this.#count(line, -1);
  }

  equals(other: ContentSum): boolean {
    return this.toString() === other.toString();
  }

  toString(): string {
    return `${this.rows}:${[...this.#lanes].map((lane) => lane.toString(16).padStart(8, "0")).join("")}`;
  }

  #count(line: string, sign: 1 | -1): void {
    const bytes = hash("sha256", line, "binary");
    const lanes = this.#lanes;
    for (let lane = 0, at = 0; lane < LANES; lane++, at += 4) {
      const word =
        (bytes.charCodeAt(at) << 24) |
        (bytes.charCodeAt(at + 1) << 16) |
        (bytes.charCodeAt(at + 2) << 8) |
        bytes.charCodeAt(at + 3);
      lanes[lane] = (lanes[lane] as number) + sign * word;
    }
    this.rows += sign;
  }
}
