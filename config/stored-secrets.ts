/** The secrets that were made because none was set, kept in the data folder for its owner's eyes alone. */
import { lstatSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { ConfigError, config } from "./config.ts";
import { settingProblem } from "./setting-values.ts";
import { message } from "#messages/message.ts";

/** Where the secret is kept that was made because none was set. */
export const getSecretsFile = (dataDir: string) => path.join(dataDir, "secrets.json");

const storedSecretsSchema = z.object({ secret: z.string().min(32) });
export type StoredSecrets = z.infer<typeof storedSecretsSchema>;

/** Refuses a file or folder that others on the machine may read, and one that is a link to somewhere else. */
export function refuseIfReadableByOthers(place: string): void {
  const found = lstatSync(place);
  const others = found.mode & 0o077;
  if (found.isSymbolicLink()) {
    throw new ConfigError([
      {
        name: place,
        message: settingProblem(message("config.secret_is_a_link"), message("config.mend_secret_is_a_link")),
      },
    ]);
  }
  if (others === 0) return;
  const mode = (found.mode & 0o777).toString(8).padStart(4, "0");
  const narrow = found.isDirectory() ? "0700" : "0600";
  throw new ConfigError([
    {
      name: place,
      message: settingProblem(
        message("config.secret_is_open", { mode }),
        message("doctor.run", { command: `chmod ${narrow} '${place}'` }),
      ),
    },
  ]);
}

/** The secrets kept in the data folder, or null when none were made yet. Throws `ConfigError` when they are open to others. */
export function readStoredSecrets(dataDir: string): StoredSecrets | null {
  const file = getSecretsFile(dataDir);
  let text: string;
  try {
    refuseIfReadableByOthers(file);
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    return storedSecretsSchema.parse(JSON.parse(text));
  } catch {
    const mend = message("config.mend_no_secret_in_file");
    throw new ConfigError([{ name: file, message: settingProblem(message("config.no_secret_in_file"), mend) }]);
  }
}

let keptSecret: string | undefined;

/** What signs and keys everything of this school. Throws when the school was never started, so none was made. */
export function getSchoolSecret(): string {
  const { secret, dataDir } = config();
  if (secret !== null) return secret;
  keptSecret ??= readStoredSecrets(dataDir)?.secret;
  if (keptSecret !== undefined) return keptSecret;
  const mend = message("config.mend_no_secret");
  throw new ConfigError([{ name: "MATRICULA_SECRET", message: settingProblem(message("config.no_secret"), mend) }]);
}
