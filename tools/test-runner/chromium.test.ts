import { describe, expect, test } from "vitest";
import { type Machine, type Way, waysToBrowser } from "./chromium.ts";

const DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nID=debian\n';
const UBUNTU = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n';
const MINT = 'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n';
const FEDORA = 'NAME="Fedora Linux"\nID=fedora\nHOME_URL="https://example.org/debian"\n';

const said = ({ commands, browser }: Way) => `${commands.map((command) => command.join(" ")).join("; ")} → ${browser}`;
const ways = (machine: Pick<Machine, "isRoot" | "osRelease"> & Partial<Machine>) =>
  waysToBrowser({ isCi: false, hasHeadlessShell: false, ...machine }).map(said);

const THERE = [" → system", " → playwright"];
const DOWNLOAD = "playwright install chromium → playwright";

test("what is there already is taken before anything is installed", () => {
  for (const isRoot of [true, false]) {
    for (const osRelease of [DEBIAN, FEDORA, ""]) expect(ways({ isRoot, osRelease }).slice(0, 2)).toEqual(THERE);
  }
});

test("a machine that is thrown away gets the quicker browser first, whether or not it has another", () => {
  const [first] = ways({ isRoot: true, osRelease: DEBIAN, isCi: true });
  expect(first).toBe("apt-get install -y chromium-headless-shell → system");
  for (const machine of [
    { isRoot: true, osRelease: DEBIAN, isCi: true, hasHeadlessShell: true },
    { isRoot: false, osRelease: DEBIAN, isCi: true },
    { isRoot: true, osRelease: FEDORA, isCi: true },
  ])
    expect(ways(machine)[0]).toBe(THERE[0]);
});

describe("root on Debian, Ubuntu and their kin", () => {
  test.each([DEBIAN, UBUNTU, MINT])(
    "installs the package, and failing that Playwright's with its libraries: %s",
    (osRelease) => {
      expect(ways({ isRoot: true, osRelease }).slice(2)).toEqual([
        "apt-get update; apt-get install -y chromium → system",
        "playwright install --with-deps chromium → playwright",
      ]);
    },
  );
});

test("who is not root, or not on Debian, gets Playwright's own and no package is touched", () => {
  expect(ways({ isRoot: false, osRelease: DEBIAN })).toEqual([...THERE, DOWNLOAD]);
  expect(ways({ isRoot: true, osRelease: FEDORA })).toEqual([...THERE, DOWNLOAD]);
  expect(ways({ isRoot: false, osRelease: "" })).toEqual([...THERE, DOWNLOAD]);
});
