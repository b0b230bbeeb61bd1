/** What a process did to files, in the order in which it did it, as `strace -f -y -xx` has seen it. */
export type FileCall =
  | { kind: "write"; file: string; offset: number; data: Buffer }
  | { kind: "sync"; file: string }
  | { kind: "truncate"; file: string; size: number }
  | { kind: "remove"; file: string }
  | { kind: "append"; file: string; data: Buffer };

/** What strace is asked for. */
export const TRACED =
  "pwrite64,write,pwritev,writev,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2";

const HEX = /\\x([0-9a-f]{2})/g;
const unhex = (text: string) => Buffer.from(text.replace(HEX, "$1"), "hex");
const nameOf = (text: string) => unhex(text).toString("utf8");

const PATTERNS: [RegExp, (found: RegExpExecArray) => FileCall][] = [
  [
    /^pwrite64\(\d+<([^>]*)>, "([^"]*)", \d+, (\d+)\) += \d+/,
    ([, file = "", data = "", offset]) => ({
      kind: "write",
      file: nameOf(file),
      data: unhex(data),
      offset: Number(offset),
    }),
  ],
  [
    /^write\(\d+<([^>]*)>, "([^"]*)", \d+\) += \d+/,
    ([, file = "", data = ""]) => ({ kind: "append", file: nameOf(file), data: unhex(data) }),
  ],
  [/^f(?:data)?sync\(\d+<([^>]*)>\) += 0/, ([, file = ""]) => ({ kind: "sync", file: nameOf(file) })],
  [
    /^ftruncate\(\d+<([^>]*)>, (\d+)\) += 0/,
    ([, file = "", size]) => ({ kind: "truncate", file: nameOf(file), size: Number(size) }),
  ],
  [/^unlink\("([^"]*)"\) += 0/, ([, file = ""]) => ({ kind: "remove", file: nameOf(file) })],
];

/** Calls about files whose path begins with `within`. Throws on one that is cut off or of a kind that is not known: nothing is left out. */
export function readTrace(text: string, within: string): FileCall[] {
  const calls: FileCall[] = [];
  for (const line of joinInterrupted(text)) {
    const call = PATTERNS.flatMap(([pattern, make]) => {
      const found = pattern.exec(line);
      return found ? [make(found)] : [];
    })[0];
    if (call?.file.startsWith(within)) calls.push(call);
    else if (!call && mentions(line, within) && !/ = -1 /.test(line))
      throw new Error(`not understood: ${line.slice(0, 200)}`);
  }
  return calls;
}

/** A path inside the folder, in hexadecimal as strace prints it. */
const mentions = (line: string, within: string) =>
  line.includes(Array.from(Buffer.from(within), (byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join(""));

/** `pid call(… <unfinished ...>` and `pid <... call resumed>…` are one call. */
function* joinInterrupted(text: string): Generator<string> {
  const begun = new Map<string, string>();
  for (const raw of text.split("\n")) {
    const [, pid = "", line = ""] = /^(\d+) +(.*)$/.exec(raw) ?? [];
    const unfinished = / <unfinished \.\.\.>$/.exec(line);
    if (unfinished) {
      begun.set(pid, line.slice(0, unfinished.index));
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>/.exec(line);
    yield resumed ? `${begun.get(pid) ?? ""}${line.slice(resumed[0].length)}` : line;
  }
}
