import { expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { toHealthItemsOfChecks } from "../../health/items.ts";
import { translatorFor } from "#messages/translator.ts";
import { formatFinding } from "../../health/format-finding.ts";
import { scanner } from "./scanner.ts";

const look = async (env: Record<string, string>) =>
  scanner.run({ settings: readConfig(env), now: new Date(), database: undefined });

test("a virus scanner that is named and does not answer is wrong, for it stops every upload", async () => {
  expect(await look({})).toEqual([]);
  const found = await look({ MATRICULA_CLAMD: "/nowhere/clamd.ctl" });
  expect(found.map((result) => formatFinding(result, translatorFor("en")))).toMatchObject([
    {
      state: "wrong",
      words: expect.stringMatching(
        /^The virus scanner at \/nowhere\/clamd\.ctl does not answer \(.*ENOENT.*\), so nobody can send a file\./,
      ),
    },
  ]);
  expect(toHealthItemsOfChecks(found)).toMatchObject([{ id: "virus scanner", severity: "now" }]);
});
