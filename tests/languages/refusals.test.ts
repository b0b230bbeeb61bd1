import { globSync, readFileSync } from "node:fs";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { explainError, explainFields } from "#app/_forms/explain-error.ts";
import { getBusyResponse } from "#app/_http/busy-page.ts";
import { toProblem } from "#app/_http/problem.ts";
import { CourseFields } from "#domain/courses/inputs.ts";
import { explainIssue } from "#domain/kernel/explain-issue.ts";
import { getRefusalMessage, Refusal, REFUSALS, type RefusalCode } from "#domain/kernel/refusal.ts";
import { loadCatalogue } from "#messages/catalogue.ts";
import { message } from "#messages/message.ts";
import { parseArguments } from "#messages/parse-arguments.ts";
import { setSchoolLanguages, withLanguage } from "#messages/request-language.ts";
import { translatorFor } from "#messages/translator.ts";
import { fail } from "#ops/cli/fail.ts";
import { importFile } from "#ops/import/import-file.ts";
import { matriculaFormat } from "#ops/import/matricula.ts";

const CODES = Object.keys(REFUSALS) as RefusalCode[];
const NUMBER = "req_0123456789abcdef0123456789abcdef";

beforeAll(() => setSchoolLanguages({ language: "en", moreLanguages: ["de"] }));
afterEach(() => vi.unstubAllEnvs());

describe.each(["en", "de"])("in %s", (language) => {
  const t = translatorFor(language);
  const asked = <T>(work: () => T): T => withLanguage({ cookie: language }, work);
  const field = message("fields.value_now", { value: "Ada" });
  const refusalOf = (code: RefusalCode) => new Refusal(code, { fields: { name: field } });

  test.each(CODES)("%s is told by a form, the API and the command line", async (code) => {
    const refused = refusalOf(code);
    const words = t.format(refused.said);
    expect(words).not.toContain("refusals.");

    const form = asked(() => explainError(refused, NUMBER, {}));
    expect(form).toMatchObject({ code, message: words, fields: { name: t.format(field) } });

    const problem = await asked(() => toProblem(refused, NUMBER)).json();
    expect(problem).toMatchObject({ code, title: t.format(getRefusalMessage(code)) });
    expect([problem.detail ?? problem.title, problem.fields.name]).toEqual([words, t.format(field)]);

    vi.stubEnv("LC_ALL", language);
    const printed = vi.spyOn(console, "error").mockImplementation(() => {});
    const before = process.exitCode;
    fail(refused);
    process.exitCode = before;
    expect(printed.mock.calls).toEqual([[words]]);
  });

  test.each(CODES.filter((code) => [429, 503].includes(REFUSALS[code].status)))(
    "%s is told by the page of a school that is busy, with how long to wait",
    async (code) => {
      const { said } = new Refusal(code, { retryAfterSeconds: 200 });
      const page = asked(() => getBusyResponse(new URLSearchParams({ why: code, wait: "200" })));
      expect(await page?.text()).toContain(t.format(said).replaceAll("'", "&#39;"));
    },
  );

  test("what a schema does not take is told beside its field, in its own words or in those of every field", () => {
    const { error } = CourseFields.safeParse({ title: "", language: "?", imageFileId: 5 }, { error: explainIssue });
    const { fields } = asked(() => explainFields(error?.issues ?? []));
    expect(fields).toEqual({
      title: t("fields.course_title_needed"),
      language: t("fields.language_tag"),
      imageFileId: t("fields.must_be", { kind: "string", name: "string" }),
    });
  });

  test("a row of an import says why it is not taken", async () => {
    const reasons: string[] = [];
    const row = { key: "b1", title: "Knots", level: "any" };
    const rows = [row, { ...row, key: "b2", level: "expert" }, { ...row, cohort: "Winter", price: "1.234" }];
    await importFile(
      {
        ...{ file: "courses.csv", format: matriculaFormat, encoding: "utf-8", delimiter: "," },
        *rows() {
          for (const [at, each] of rows.slice(1).entries()) yield { line: at + 2, row: each };
        },
      },
      {
        ...{ source: "test", publish: false, defaults: { timezone: "Europe/Zurich", currency: "EUR" } },
        write: async () => expect.unreachable(),
        say: t.format,
        reject: ({ reason }) => reasons.push(reason),
        warn: () => {},
      },
    );
    expect(reasons).toEqual([
      t.format(
        message("imports.column", {
          column: "level",
          problem: message("fields.one_of", { values: "any, beginner, intermediate, advanced" }),
        }),
      ),
      t.format(
        message("imports.price_in_currency", {
          ...{ text: "1.234", currency: "EUR" },
          problem: message("fields.amount_ambiguous", {
            ...{ typed: "1.234", first: "1234", second: "1.234", clear: "1234.00" },
          }),
        }),
      ),
    ]);
  });
});

test("every message that a rule, a service or a provider names can be said in English", () => {
  const texts = loadCatalogue().get("en") ?? new Map<string, string>();
  const files = globSync("{domain,services,providers}/**/*.ts").filter(
    (file) => !/\.test\.ts$|testing\.ts$/.test(file),
  );
  const named = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/\b(?:message|issue)\(\s*"([a-z_]+\.\w+)"/g)].map(([, key]) => key ?? ""),
  );
  expect(named.length).toBeGreaterThan(150);
  // Keys that are found in files have no type.
  const t = translatorFor("en") as unknown as (key: string, values: Record<string, unknown>) => string;
  for (const key of new Set([...named, ...CODES.map((code) => `refusals.${code}`)])) {
    const values = [...parseArguments(texts.get(key) ?? "")].map(([name, { kind }]) => [
      name,
      kind === "number" ? 2 : "x",
    ]);
    expect([key, t(key, Object.fromEntries(values))]).toEqual([key, expect.stringMatching(/^[^{}]*\p{L}[^{}]*$/u)]);
    expect(texts.has(key)).toBe(true);
  }
});
