/**
 * Renames messages everywhere: in every language and in all code. Keys are whole literals, so this is safe.
 *   node tools/extract-messages/rename-message.ts checkout.go_on_paying_button=checkout.continue_payment_button …
 *   node tools/extract-messages/rename-message.ts --empty      lists messages that no code names
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";

const code = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.ts", "*.tsx"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => file && file !== "messages/message-arguments.ts");
const languages = readdirSync("messages", { withFileTypes: true })
  .filter((each) => each.isDirectory())
  .map(({ name }) => name);
const read = (language: string, area: string) =>
  JSON.parse(readFileSync(`messages/${language}/${area}.json`, "utf8")) as Record<string, string>;

if (process.argv[2] === "--empty") {
  const all = code.map((file) => readFileSync(file, "utf8")).join("\n");
  for (const file of readdirSync("messages/en")) {
    const area = file.replace(/\.json$/, "");
    for (const name of Object.keys(read("en", area)))
      if (!all.includes(`"${area}.${name}"`)) console.log(`${area}.${name}`);
  }
} else {
  for (const pair of process.argv.slice(2)) {
    const [from = "", to = ""] = pair.split("=");
    const [fromArea = "", fromName = ""] = from.split(".");
    const [toArea = "", toName = ""] = to.split(".");
    if (!fromName || !toName) throw new Error(`not old.name=new.name: ${pair}`);
    for (const language of languages) {
      const before = read(language, fromArea);
      const text = before[fromName];
      if (text === undefined) throw new Error(`${language} has no ${from}`);
      if (fromArea === toArea) {
        const renamed = Object.fromEntries(
          Object.entries(before).map(([name, value]) => [name === fromName ? toName : name, value]),
        );
        writeFileSync(`messages/${language}/${fromArea}.json`, `${JSON.stringify(renamed, null, 2)}\n`);
      } else {
        delete before[fromName];
        writeFileSync(`messages/${language}/${fromArea}.json`, `${JSON.stringify(before, null, 2)}\n`);
        writeFileSync(
          `messages/${language}/${toArea}.json`,
          `${JSON.stringify({ ...read(language, toArea), [toName]: text }, null, 2)}\n`,
        );
      }
    }
    for (const file of code) {
      const text = readFileSync(file, "utf8");
      if (text.includes(`"${from}"`)) writeFileSync(file, text.replaceAll(`"${from}"`, `"${to}"`));
    }
  }
}
