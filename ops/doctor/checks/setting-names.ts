import { FORMER_NAMES, settingsSchema } from "#config/settings.ts";
import { type Check, resultsOf } from "../check.ts";
import { type Message, message } from "#messages/message.ts";

type Env = Readonly<Record<string, string | undefined>>;

const OURS = /^MATRICULA_/i;

const SETTINGS = Object.keys(settingsSchema.shape);

/** What only the programs that test and build this one read. */
const TOOLS = new Set(["MATRICULA_BENCH", "MATRICULA_FAULTS_CLOCK", "MATRICULA_MIGRATIONS_OUT", "MATRICULA_TEST_LONG"]);

/** With more letters to change than this share of a name, it was hardly meant. */
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

/** A name that is no setting's does nothing, and whoever wrote it believes that it does. */
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

/** How many letters have to be put in, taken out or changed to make one text of the other (Levenshtein's distance). */
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
