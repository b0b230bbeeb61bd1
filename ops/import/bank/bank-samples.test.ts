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

  test
    .skipIf(OTHERS === "")
    .each(OTHERS === "" ? ["files elsewhere (MATRICULA_BANK_SAMPLES)"] : files(OTHERS, /\.(sta|csv)$/))(
    "%s",
    (name) => {
      expect(describeBankFile(readFileSync(path.join(OTHERS, name)))).toMatchSnapshot();
    },
  );
});
