import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Words that docs/glossary.md has replaced, as they would stand in the name of a file, or of what it exports. */
const RETIRED: Record<string, RegExp> = {
  "tell → notify": /^tell(s|ing)? |^told /,
  "promise → enqueue": /^promise /,
  "keep → store": /^(keep|kept) (?!alive)/,
  "note → record": /^note (?!input|kind)/,
  "say → print, format": /^says? /,
  "crew → worker pool": /\bcrew\b/,
  "door → listener, account access": /\bdoor\b/,
  "standing → balance, status": /\bstandings?\b/,
  "upkeep → maintenance": /\bupkeep\b|\bcount again\b|\bsweep|\bbroom\b/,
  "provider view → payment status": /\bprovider view\b|\btaken back\b|\bbehind our back\b/,
  "attention → review reason": /\battention\b/,
  "why open → access reason": /\bwhy open\b|\bmay open\b/,
  "as seen → edit version": /\bas seen\b|\bmark of\b/,
  "kept answers → idempotent requests": /\bkept answers?\b|\brepeatable\b|\bafterwards\b/,
  "troupe, mara → seed context, demo student": /\b(troupe|mara|till)\b/,
  "rotten → corruption": /\brotten\b/,
  "place → enrolment, seat": /\b(no|end|own) places?\b|\bplace(s)? (of|by|view|facts)\b/,
};

const wordsOf = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[-_./[\]()]+/g, " ")
    .toLowerCase()
    .trim();

/** The name of a file, and the names that it exports. */
function namesOf(file: string, text: string): string[] {
  const base = (file.split("/").at(-1) as string).replace(/(\.(db|server))?(\.test|\.spec)?\.tsx?$/, "");
  const exported = text.matchAll(/^export (?:default )?(?:async )?(?:function\*?|const|class|type) (\w+)/gm);
  return [base, ...[...exported].map((match) => match[1] as string)];
}

/** Untracked files count, too. */
const FOLDERS = "app,components,config,db,deploy,domain,e2e,messages,ops,providers,services,tests,tools";

const retiredIn = (name: string) => Object.entries(RETIRED).find(([, pattern]) => pattern.test(wordsOf(name)))?.[0];

test("no name of a file or an export goes back to a word that was retired", () => {
  const files = globSync(["*.ts", `{${FOLDERS}}/**/*.{ts,tsx}`]).sort();
  const found: string[] = [];
  for (const file of new Set(files)) {
    for (const name of namesOf(file, readFileSync(file, "utf8"))) {
      const retired = retiredIn(name);
      if (retired) found.push(`${file}: ${name} (${retired})`);
    }
  }
  expect(found).toEqual([]);
  expect(
    ["tellBuyer", "keepUploads", "endPlace", "CourseDoor", "getOrder", "noteState"].filter(retiredIn),
  ).toHaveLength(5);
});
