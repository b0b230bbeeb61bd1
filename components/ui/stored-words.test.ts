import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadCatalogue } from "#messages/catalogue.ts";
import { setSchoolLanguages, withLanguage } from "#messages/request-language.ts";
import { PROVIDERS } from "#db/enums.ts";
import { reasonWords, systemDoerWords } from "./stored-words.ts";

/** What rules write down as the reason of a step, apart from what a person types. */
const written = globSync("{app,domain,services}/**/*.ts")
  .filter((file) => !file.endsWith(".test.ts"))
  .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/\bwhy(?:: | = |\) \|\| | \|\| )"([^"]* [^"]*)"/g)])
  .map(([, why]) => why ?? "");

test("every reason that a rule writes down is known, and is said in the reader's language", () => {
  setSchoolLanguages({ language: "en", moreLanguages: ["de"] });
  const inGerman = (why: string) => withLanguage({ cookie: "de" }, () => reasonWords(why));
  const reasons = [...(loadCatalogue().get("en") ?? [])].filter(([key]) => key.startsWith("history.because_"));
  expect(written.length).toBeGreaterThan(8);
  expect(written.filter((why) => !reasons.some(([, text]) => text === why))).toEqual([]);
  for (const why of [...written, "merged into T7QH2", "moved: They asked for it."]) expect(reasonWords(why)).toBe(why);
  expect(inGerman("the order is paid")).not.toBe("the order is paid");
  expect(inGerman("moved: by the student")).toBe("umgebucht: von der Person selbst");
  expect(inGerman("They moved house.")).toBe("They moved house.");
});

test("whatever wrote something down by itself is called by a name in the reader's language, and a provider is no code", () => {
  const jobs = globSync("{app,domain,services,ops}/**/*.ts")
    .filter((file) => !/\.test\.ts$|(^|\/)testing\.ts$|^ops\/(demo|cli)\//.test(file))
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/createSystemActor\("([^"]+)"\)/g)])
    .map(([, job]) => job ?? "");
  expect(jobs.length).toBeGreaterThan(8);
  const inGerman = (job: string) => withLanguage({ cookie: "de" }, () => systemDoerWords(job));
  const plain = (job: string) => job.replaceAll("-", " ");
  const same = new Set(["import"]);
  for (const job of [...jobs, ...PROVIDERS.filter((each) => each !== "bank").map((each) => `webhook:${each}`)])
    if (!same.has(job)) expect([job, inGerman(job)]).not.toEqual([job, plain(job)]);
});
