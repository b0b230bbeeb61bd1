import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { describeBankFile } from "#tests/support/describe-bank-file.ts";

const OURS = path.join(import.meta.dirname, "../../../tests/corpus/bank");
/** A folder with files that may not be copied into the project. */
const OTHERS = process.env.MATRICULA_BANK_SAMPLES ?? "";

const files = (folder: string, ending: RegExp) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => ending.test(name)) : [];

describe("what becomes of each line of", () => {
  test.each(files(OURS, /\.xml$/))("%s", (name) => {
    expect(describeBankFile(readFileSync(path.join(OURS, name)))).toMatchSnapshot();
  });

  // Each has a file of its own, so that a run without the folder takes none of them for forgotten.
  test
    .skipIf(OTHERS === "")
    .each(OTHERS === "" ? ["files elsewhere (MATRICULA_BANK_SAMPLES)"] : files(OTHERS, /\.(sta|csv)$/))(
    "%s",
    async (name) => {
      const said = describeBankFile(readFileSync(path.join(OTHERS, name))).join("\n");
      await expect(`${said}\n`).toMatchFileSnapshot(`__snapshots__/samples/${name}.txt`);
    },
  );
});
