import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findFolderProblem } from "./folder-account.ts";

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const parent = mkdtempSync(join(tmpdir(), "matricula-account-"));
// Another account must get as far as the folder itself.
chmodSync(parent, 0o755);
afterAll(() => rmSync(parent, { recursive: true, force: true }));

function folderOf(name: string, uid: number, mode = 0o700): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  chmodSync(folder, mode);
  if (isRoot) chownSync(folder, uid, uid);
  return folder;
}

/** Runs lines of a program in a process of its own, as root or as nobody; gives what it printed. */
function run(lines: string, as: "root" | "nobody" = "root"): string {
  const source = `import { switchToFolderOwner, findFolderProblem } from "${join(import.meta.dirname, "folder-account.ts")}";
    import { formatFinding } from "${join(import.meta.dirname, "health/format-finding.ts")}";
    import { translatorFor } from "${join(import.meta.dirname, "../messages/translator.ts")}";
    import { writeFileSync } from "node:fs";
    const problemOf = (folder) => JSON.stringify(formatFinding(findFolderProblem(folder), translatorFor("en")));
    try { ${lines} } catch (error) { console.log(error.name, error.message); }`;
  const node = [process.execPath, "--input-type=module-typescript", "-e", source];
  const command = as === "root" ? node : ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", ...node];
  return execFileSync(command[0] as string, command.slice(1), { encoding: "utf8", cwd: "/" }).trim();
}

test("a folder that can be written has no trouble, and nothing of the trial stays in it", () => {
  const folder = folderOf("mine", process.getuid?.() ?? 0);
  expect(findFolderProblem(folder)).toBeUndefined();
  expect(findFolderProblem(join(folder, "not", "there", "yet"))).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(!isRoot || !canReadAsNobody())(
  "a folder that cannot be written is said with its owner, its rights, who we are and the command that mends it",
  () => {
    const others = folderOf("others", 0, 0o755);
    const said = run(`console.log(problemOf("${others}"));`, "nobody");
    expect(JSON.parse(said)).toEqual({
      isForbidden: true,
      words: `${others} cannot be written (EACCES): it belongs to root (0) with the rights 0755, and this process runs as nobody (65534).`,
      mend: `chown -R 65534:65534 '${others}', or run it as its owner: sudo -u root …`,
    });
    const mine = folderOf("closed", NOBODY, 0o500);
    expect(JSON.parse(run(`console.log(problemOf("${mine}"));`, "nobody"))).toMatchObject({
      mend: `chmod u+rwx '${mine}'`,
    });
  },
);

test.skipIf(!isRoot || !canReadAsNobody())("what root writes for a school belongs to the school's account", () => {
  const folder = folderOf("school", NOBODY);
  run(`switchToFolderOwner("${folder}"); writeFileSync("${folder}/made", "x"); console.log(process.getuid());`);
  expect(statSync(join(folder, "made")).uid).toBe(NOBODY);
});

test.skipIf(!isRoot || !canReadAsNobody())(
  "any other account is refused with the line to run, and has written nothing",
  () => {
    const folder = folderOf("roots", 0, 0o777);
    const said = run(`switchToFolderOwner("${folder}"); writeFileSync("${folder}/made", "x");`, "nobody");
    expect(said).toContain(`WrongAccount ${folder} belongs to root (0), and this runs as nobody (65534)`);
    expect(said).toContain(`chown -R 65534:65534 '${folder}'`);
    expect(existsSync(join(folder, "made"))).toBe(false);
  },
);

/** A checkout in root's own folder is closed to every other account. */
function canReadAsNobody(): boolean {
  try {
    execFileSync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "cat", import.meta.filename], {
      stdio: "ignore",
    });
    execFileSync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", process.execPath, "-e", ""], {
      stdio: "ignore",
    });
    return true;
  } catch {
    return false;
  }
}
