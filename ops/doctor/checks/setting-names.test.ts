import { expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { settingsSchema } from "#config/settings.ts";
import { translatorFor } from "#messages/translator.ts";
import { formatFinding } from "../../health/format-finding.ts";
import { nearestSetting, settingNamesIn } from "./setting-names.ts";

test("a name that is no setting's is said with the nearest that is one, and every setting is known", async () => {
  const said = async (env: Record<string, string>) => {
    const check = settingNamesIn(() => env);
    const results = await check.run({ settings: readConfig({}), now: new Date(), database: undefined });
    return results.map((result) => formatFinding(result, translatorFor("en")));
  };
  const known = Object.fromEntries(Object.keys(settingsSchema.shape).map((name) => [name, "x"]));
  expect(await said({ ...known, PATH: "/bin", MATRICULA_UNSET: "" })).toMatchObject([{ state: "ok" }]);
  expect(await said({ MATRICULA_TRUSTED_PROXY: "1" })).toMatchObject([
    {
      state: "warn",
      words: "MATRICULA_TRUSTED_PROXY is set, and no setting is called that.",
      mend: expect.stringMatching(/^call it MATRICULA_TRUSTED_PROXIES, if that was meant/),
    },
  ]);
  expect(["MATRICULA_BACKUPDIR", "MATRICULA_SMTP_URL", "matricula_url", "MATRICULA_PORTS"].map(nearestSetting)).toEqual(
    ["MATRICULA_BACKUP_DIR", "SMTP_URL", "MATRICULA_URL", "PORT"],
  );
  expect(nearestSetting("MATRICULA_FAVOURITE_COLOUR")).toBeUndefined();
});
