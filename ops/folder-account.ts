import { accessSync, closeSync, existsSync, openSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { isPseudoFilesystem } from "./doctor/filesystems.ts";
import { findMount, listMounts } from "./storage-location.ts";
import { loadCatalogue } from "#messages/catalogue.ts";
import { MessageError } from "#messages/message-error.ts";
import { type Message, message, type Said } from "#messages/message.ts";

/** A command would leave files that the school's own account cannot write, or cannot read the program as that account. */
class WrongAccount extends MessageError {
  override name = "WrongAccount";
}

/** What is wrong with a folder, and the command that mends it. `isForbidden`: by its rights, and not by its disk. */
export type FolderProblem = { words: Said; mend: Said; isForbidden: boolean };

/** An account as a person knows it: `matricula (998)`. */
export function describeAccount(uid: number): string | Message {
  const name = accountName(uid);
  return name ? `${name} (${uid})` : message("doctor.account", { uid });
}

function accountName(uid: number): string | undefined {
  if (!existsSync("/etc/passwd")) return undefined;
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  return lines.map((line) => line.split(":")).find((fields) => fields[2] === String(uid))?.[0];
}

/** The groups that an account is in, besides its own. */
function groupsOf(name: string | undefined, own: number): number[] {
  if (name === undefined || !existsSync("/etc/group")) return [own];
  const lines = readFileSync("/etc/group", "utf8").split("\n");
  const others = lines.map((line) => line.split(":")).filter(([, , , members]) => members?.split(",").includes(name));
  return [own, ...others.map(([, , id]) => Number(id))];
}

/** The folder, or the nearest one above it that is there. */
function nearest(folder: string): string {
  const parent = path.dirname(folder);
  return existsSync(folder) || parent === folder ? folder : nearest(parent);
}

/**
 * Why this process cannot make files in a folder, with its owner, its mode and who we are; undefined when it can. Tries it by making one:
 * what the mode allows, a file system that is mounted read-only does not.
 */
export function findFolderProblem(folder: string, setting = "MATRICULA_DATA_DIR"): FolderProblem | undefined {
  const place = nearest(folder);
  const file = path.join(place, `.writable-${process.pid}`);
  try {
    closeSync(openSync(file, "w", 0o600));
    rmSync(file, { force: true });
    return undefined;
  } catch (error) {
    return troubleOf(place, (error as NodeJS.ErrnoException).code ?? String(error), setting);
  }
}

const quoted = (place: string) => `'${place.replaceAll("'", "'\\''")}'`;

function troubleOf(place: string, code: string, setting: string): FolderProblem {
  const mount = findMount(realpathSync(place), listMounts());
  if (mount && isPseudoFilesystem(mount.type)) {
    return {
      isForbidden: true,
      words: message("doctor.folder_is_pseudo", { place, type: mount.type }),
      mend: message("doctor.mend_folder_is_pseudo", { setting }),
    };
  }
  if (code === "EROFS") {
    return {
      isForbidden: false,
      words: message("doctor.folder_is_read_only", { place }),
      mend: message("doctor.mend_folder_is_read_only", { place: quoted(place) }),
    };
  }
  if (code === "ENOSPC" || code === "EDQUOT")
    return {
      isForbidden: false,
      words: message("doctor.folder_is_full", { place }),
      mend: message("doctor.mend_folder_is_full"),
    };
  if (!statSync(place).isDirectory()) {
    return {
      isForbidden: true,
      words: message("doctor.folder_is_a_file", { place }),
      mend: message("doctor.mend_folder_is_a_file", { setting }),
    };
  }
  const { uid, gid, mode } = statSync(place);
  const octal = (mode & 0o7777).toString(8).padStart(4, "0");
  const me = process.getuid?.() ?? -1;
  const words = message("doctor.folder_cannot_be_written", {
    place,
    code,
    owner: describeAccount(uid),
    mode: octal,
    account: describeAccount(me),
  });
  if (me === uid) return { isForbidden: true, words, mend: `chmod u+rwx ${quoted(place)}` };
  const user = accountName(uid) ?? `#${uid}`;
  return {
    isForbidden: true,
    words,
    mend: message("doctor.mend_folder_cannot_be_written", {
      command: `chown -R ${me}:${process.getgid?.() ?? gid} ${quoted(place)}`,
      user,
    }),
  };
}

/**
 * Makes this process the account that owns the school's data folder, so that whatever it writes belongs to the school: root turns into
 * that account, and any other is refused with the line to run. A folder that is not there yet belongs to whoever makes it. For every command that writes.
 */
export function switchToFolderOwner(folder: string): void {
  if (!process.getuid || !existsSync(folder)) return;
  const { uid, gid } = statSync(folder);
  const me = process.getuid();
  if (me === uid) return;
  const name = accountName(uid);
  const line = `sudo -u ${name ?? `'#${uid}'`} ${commandLine()}`;
  if (me !== 0) {
    const give = `chown -R ${me}:${process.getgid?.()} ${quoted(folder)}`;
    throw new WrongAccount(
      message("doctor.wrong_account", {
        folder,
        owner: describeAccount(uid),
        account: describeAccount(me),
        mend:
          uid === 0 ? message("doctor.mend_give_folder", { command: give }) : message("doctor.run", { command: line }),
      }),
    );
  }
  // That account may not be allowed to read the program, and is told so in words.
  loadCatalogue();
  process.setgroups?.(groupsOf(name, gid));
  process.setgid?.(gid);
  process.setuid?.(uid);
  assertReadable(uid, line);
}

/** The program may lie where only root may look. */
function assertReadable(uid: number, line: string): void {
  try {
    accessSync(path.resolve(/* turbopackIgnore: true */ process.argv[1] ?? "."));
    accessSync(process.cwd());
  } catch {
    throw new WrongAccount(
      message("doctor.account_cannot_read_program", {
        account: describeAccount(uid),
        folder: process.cwd(),
        command: line,
      }),
    );
  }
}

/** As it was typed, as far as can be known. */
function commandLine(): string {
  const script = process.env.npm_lifecycle_event;
  const given = process.argv.slice(2).join(" ");
  return script
    ? `npm run ${script}${given ? ` -- ${given}` : ""}`
    : `${process.argv0} ${process.argv.slice(1).join(" ")}`;
}
