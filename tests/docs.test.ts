import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const pages = ["README.md", "CONTRIBUTING.md", ...globSync("docs/**/*.md")];
const ROOTS =
  "app|components|services|domain|providers|db|config|ops|messages|tests|tools|e2e|deploy|docs|drizzle|public";
/** `domain/orders/list-orders.ts`, `app/_forms/`: a path of the repository; what has a placeholder in it is none. */
const NAMED = new RegExp(`\`((?:${ROOTS})/[\\w./\\[\\]-]*)\``, "g");
const LINK = /\]\(([^)#:]+)(?:#[^)]*)?\)/g;

const scripts = Object.keys((JSON.parse(readFileSync("package.json", "utf8")) as { scripts: object }).scripts);

test.each(pages)("every file, folder, link and command that %s names is there", (page) => {
  const text = readFileSync(page, "utf8");
  const files = [...text.matchAll(NAMED)].map(([, file = ""]) => file);
  const links = [...text.matchAll(LINK)].map(([, link = ""]) => path.join(path.dirname(page), link));
  const commands = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name);
  expect([...files, ...links].filter((each) => !existsSync(each))).toEqual([]);
  expect(commands.filter((name) => !scripts.includes(name))).toEqual([]);
});

test("every decision is in the index", () => {
  const index = readFileSync("docs/decisions/README.md", "utf8");
  const left = globSync("docs/decisions/*.md").filter((file) => !index.includes(`(${path.basename(file)})`));
  expect(left).toEqual(["docs/decisions/README.md"]);
});
