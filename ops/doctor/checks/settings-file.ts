import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { ENV_FILE } from "#config/load-env-file.ts";
import { message } from "#messages/message.ts";
import { type Check, type CheckResult, resultsOf } from "../check.ts";

/** The right of every account of the machine to read a file. Its group may: an administrator's file is often the school's by its group. */
const READ_BY_ALL = 0o004;

const SECRET_NAME = /SECRET|_TOKEN$|_KEY$/;
/** An address with a password before its host. */
const WITH_PASSWORD = /^[a-z+]+:\/\/[^/@]*:[^/@]+@/i;

/** The settings' file must be for the school's account alone when it holds a password. */
export const settingsFileAt = (place: string): Check => ({
  name: "settings file",
  from: "start",
  run: () => checkSettingsFile(path.resolve(place)),
});

export const settingsFile = settingsFileAt(ENV_FILE);

function checkSettingsFile(file: string): CheckResult[] {
  if (!existsSync(file) || (statSync(file).mode & READ_BY_ALL) === 0) return [];
  const secrets = Object.entries(parseEnv(readFileSync(file, "utf8")))
    .filter(([name, value = ""]) => value !== "" && (SECRET_NAME.test(name) || WITH_PASSWORD.test(value)))
    .map(([name]) => name);
  if (secrets.length === 0) return [];
  const words = message("doctor.settings_are_open", { file, names: secrets.join(", ") });
  return [resultsOf("settings file").wrong(words, { mend: `chmod o-rwx '${file.replaceAll("'", "'\\''")}'` })];
}
