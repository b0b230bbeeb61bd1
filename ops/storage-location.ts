import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import type { Config } from "#config/config.ts";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { isEphemeral, getRefusedReason } from "./doctor/filesystems.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Mounts of this machine, the longest path first wins. From /proc/self/mountinfo (proc_pid_mountinfo(5)). */
export type Mount = { point: string; type: string };

/** Variables by which a platform says that a program runs on it, and whether it has disks that stay. */
const PLATFORMS: readonly { variable: string; name: string; hasVolumes: boolean }[] = [
  { variable: "DYNO", name: "Heroku", hasVolumes: false },
  { variable: "VERCEL", name: "Vercel", hasVolumes: false },
  { variable: "NETLIFY", name: "Netlify", hasVolumes: false },
  { variable: "AWS_LAMBDA_FUNCTION_NAME", name: "AWS Lambda", hasVolumes: false },
  { variable: "K_SERVICE", name: "Cloud Run", hasVolumes: false },
  { variable: "RENDER", name: "Render", hasVolumes: true },
  { variable: "FLY_APP_NAME", name: "Fly.io", hasVolumes: true },
  { variable: "RAILWAY_ENVIRONMENT_ID", name: "Railway", hasVolumes: true },
];

/** A real school was to be kept where nothing stays. */
class EphemeralStorageError extends MessageError {
  override name = "EphemeralStorageError";
}

/** The mounts of this machine; none where the system does not say them in this way. */
export function listMounts(file = "/proc/self/mountinfo"): Mount[] {
  if (!existsSync(/* turbopackIgnore: true */ file)) return [];
  return parseMounts(readFileSync(/* turbopackIgnore: true */ file, "utf8"));
}

/** The mount point is the fifth field, and the type the first one after a lone hyphen; blanks are written as \040. */
export function parseMounts(mountinfo: string): Mount[] {
  return mountinfo.split("\n").flatMap((line) => {
    const fields = line.split(" ");
    const point = fields[4];
    const type = fields[fields.indexOf("-", 5) + 1];
    if (point === undefined || type === undefined) return [];
    return [{ point: point.replace(/\\(\d{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8))), type }];
  });
}

/** The mount that `folder` is on: the deepest one above it, and of several at one point the last, which hides the others. */
export function findMount(folder: string, mounts: readonly Mount[]): Mount | undefined {
  const above = mounts.filter(({ point }) => folder === point || folder.startsWith(point === "/" ? "/" : `${point}/`));
  return above.reduce<Mount | undefined>(
    (deepest, mount) => (deepest && deepest.point.length > mount.point.length ? deepest : mount),
    undefined,
  );
}

/** Why what is kept in `folder` would not last, undefined when nothing says so. */
export function getEphemeralReason(folder: string, { env, mounts }: { env: Env; mounts: readonly Mount[] }) {
  const mount = findMount(folder, mounts);
  const platform = PLATFORMS.find(({ variable }) => (env[variable] ?? "") !== "");
  if (platform && !platform.hasVolumes)
    return message("start.platform_keeps_nothing", { folder, platform: platform.name, variable: platform.variable });
  const why = mount && isEphemeral(mount.type) ? getRefusedReason(mount.type) : undefined;
  if (why !== undefined) return message("start.folder_is_ephemeral", { folder, why });
  if (platform && mount?.point === "/") {
    return message("start.platform_without_volume", { folder, platform: platform.name, variable: platform.variable });
  }
  return undefined;
}

/**
 * Warns, through `say`, of a data folder or a database that will not last; refuses to keep a real school there unless the
 * settings allow it.
 */
export function checkStorageLocation(
  {
    dataDir,
    filesDir,
    database,
    isReal,
    allowEphemeral,
  }: Pick<Config, "dataDir" | "filesDir" | "database" | "isReal" | "allowEphemeral">,
  say: (line: string) => void,
  { env = process.env, mounts = listMounts() }: { env?: Env; mounts?: readonly Mount[] } = {},
): void {
  const isApart = path.relative(dataDir, filesDir).startsWith("..");
  const folders = new Set([
    dataDir,
    ...(isApart ? [filesDir] : []),
    ...(database.engine === "sqlite" ? [path.dirname(database.file)] : []),
  ]);
  for (const folder of folders) {
    const why = getEphemeralReason(realFolder(folder), { env, mounts });
    if (why === undefined) continue;
    if (!isReal || allowEphemeral) {
      say(getTerminalTranslator()("start.will_not_last", { why: getTerminalTranslator().format(why) }));
      continue;
    }
    throw new EphemeralStorageError(message("start.ephemeral_real_school", { why }));
  }
}

/** Where the folder is, or will be made, behind every link. */
function realFolder(folder: string): string {
  if (existsSync(folder)) return realpathSync(folder);
  const parent = path.dirname(folder);
  return parent === folder ? folder : path.join(realFolder(parent), path.basename(folder));
}
