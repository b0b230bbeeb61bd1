import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { parseEnv } from "node:util";
import { replaceFile } from "#db/replace-file.ts";

const PLAIN = /^[A-Za-z0-9_.~:/?&=%@+,;!*-]+$/;
const lineOf = (name: string) => new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=.*$`, "gm");

/** Whether a setting is what the file says, and not what the environment has said before it. */
export function isDecidedByFile(file: string, name: string, env = process.env): boolean {
  const inFile = existsSync(file) ? parseEnv(readFileSync(file, "utf8"))[name] : undefined;
  return (inFile ?? "") === (env[name] ?? "");
}

type Setting = { name: string; value: string; without: string[] };

/** The text of a settings file in which `name` is `value`, and the settings of `without` are not. Everything else stays. */
export function withSetting(text: string, { name, value, without }: Setting): string {
  const line = `${name}=${PLAIN.test(value) ? value : JSON.stringify(value)}`;
  let changed = text;
  for (const each of without) changed = changed.replace(new RegExp(`${lineOf(each).source}\\n?`, "gm"), "");
  const isThere = lineOf(name).test(changed);
  changed = isThere
    ? changed.replace(lineOf(name), () => line)
    : `${changed}${changed === "" || changed.endsWith("\n") ? "" : "\n"}${line}\n`;
  const { [name]: reads, ...rest } = parseEnv(changed) as Record<string, string>;
  const before = parseEnv(text) as Record<string, string>;
  const replaced = [name, ...without].map((each) => before[each] ?? "");
  for (const each of [name, ...without]) delete before[each];
  const isOverLines = replaced.some((each) => each.includes("\n"));
  if (isOverLines || reads !== value || JSON.stringify(rest) !== JSON.stringify(before))
    throw new Error("it cannot be changed line by line");
  return changed;
}

/** Rewrites a settings file in one step, with the rights that it had. */
export async function writeSettings(file: string, settings: readonly Setting[]): Promise<void> {
  const changed = (text: string) => settings.reduce(withSetting, text);
  if (!existsSync(file)) return replaceFile(file, changed(""));
  const place = realpathSync(file);
  await replaceFile(place, changed(readFileSync(place, "utf8")), statSync(place));
}
