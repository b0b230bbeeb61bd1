import { FORMER_NAMES, settingsSchema } from "#config/settings.ts";
import { type Check, resultsOf } from "../check.ts";
import { type Message, message } from "#messages/message.ts";

type Env = Readonly<Record<string, string | undefined>>;

const OURS = /^MATRICULA_/i;

const SETTINGS = Object.keys(settingsSchema.shape);

/** Variables that only the tests and the build read. */
const TOOLS = new Set([
  "MATRICULA_BENCH",
  "MATRICULA_FAULTS_CLOCK",
  "MATRICULA_MIGRATIONS_OUT",
  "MATRICULA_TEST_LONG",
  "MATRICULA_TEST_QUICK",
]);

/** The largest edit distance, as a share of the name, at which a setting is suggested. */
const CHANGED_SHARE_MAX = 0.4;

/** Names in `env` that look like settings and are none, with what is wrong and what mends it. */
export function listUnknownSettings(env: Env): { name: string; message: Message; mend: Message }[] {
  const unknown = Object.keys(env).filter(
    (name) =>
      OURS.test(name) &&
      !SETTINGS.includes(name) &&
      !(name in FORMER_NAMES) &&
      !TOOLS.has(name) &&
      env[name]?.trim() !== "",
  );
  return unknown.sort().map((name) => {
    const nearest = nearestSetting(name);
    const mend = message("doctor.mend_unknown_setting", { name });
    return {
      name,
      message: message("doctor.unknown_setting", { name }),
      mend: nearest === undefined ? mend : message("doctor.mend_misspelt_setting", { nearest, mend }),
    };
  });
}

/** Unknown names with our prefix: the operator believes that they do something. */
export const settingNamesIn = (env: () => Env): Check => ({
  name: "settings",
  from: "start",
  run() {
    const { ok, warn } = resultsOf("settings");
    const unknown = listUnknownSettings(env());
    if (unknown.length === 0) return [ok(message("doctor.settings_are_known"))];
    return unknown.map(({ name, message, mend }) => warn(message, { id: name, mend }));
  },
});

export const settingNames = settingNamesIn(() => process.env);

/** The setting whose name takes the fewest changed letters, with or without our name before it; undefined when all are far. */
export function nearestSetting(name: string): string | undefined {
  const spellings = [name.toUpperCase(), name.toUpperCase().replace(OURS, "")];
  const [first] = SETTINGS.map((setting) => ({
    setting,
    far: Math.min(...spellings.map((each) => changesBetween(each, setting) / restOf(setting).length)),
  })).sort((a, b) => a.far - b.far);
  return first && first.far <= CHANGED_SHARE_MAX ? first.setting : undefined;
}

const restOf = (setting: string) => setting.replace(OURS, "");

/** The Levenshtein distance of two texts. */
function changesBetween(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, n) => n);
  for (const [row, letter] of [...one].entries()) {
    const line = [row + 1];
    for (const [column, wanted] of [...other].entries()) {
      const changed = (above[column] ?? 0) + (letter === wanted ? 0 : 1);
      line.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1));
    }
    above = line;
  }
  return above[other.length] ?? 0;
}
