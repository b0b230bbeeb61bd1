import { type ChildProcess, fork } from "node:child_process";
import { realpathSync } from "node:fs";
import path from "node:path";
import type { Door, Taker } from "./door.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** A process that is not ready by then will not be. */
const READY_MS_MAX = 60_000;

/** Longer than a process takes at most to answer what it has, end its jobs and close its database. */
const END_MS_MAX = 32_000;

/** The wait before a process that died is replaced: doubled each time, until one has lived long enough to be well. */
const REPLACE_MS_MIN = 100;
const REPLACE_MS_MAX = 30_000;
const WELL_MS = 30_000;

type Signal = "SIGTERM" | "SIGINT";

/** One server process. */
class Member {
  readonly child: ChildProcess;
  readonly taker: Taker;
  readonly startedAtMs = performance.now();
  readonly ready: Promise<boolean>;
  readonly gone: Promise<void>;
  /** It wants no more connections. */
  isLeaving = false;
  /** It was told to end, so nobody takes its place. */
  isDismissed = false;

  constructor(folder: string, env: NodeJS.ProcessEnv) {
    const child = fork(path.join(folder, "ops/serve/worker.ts"), [], { cwd: folder, env });
    this.child = child;
    this.taker = {
      get connected() {
        return child.connected;
      },
      // Who dies with a connection in its hands loses it, as it would lose one that it had answered half.
      send: (message, connection) => void child.send(message, connection, {}, () => {}),
    };
    // A process that cannot be started says so by an error, and then ends.
    child.on("error", () => {});
    this.gone = new Promise((resolve) => child.once("close", () => resolve()));
    this.ready = new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), READY_MS_MAX);
      const decide = (isReady: boolean) => {
        clearTimeout(late);
        resolve(isReady);
      };
      child.on("message", ({ say }: FromWorker) => say === "ready" && decide(true));
      child.once("close", () => decide(false));
    });
  }

  onLeaving(then: () => void): void {
    this.child.on("message", ({ say }: FromWorker) => say === "leaving" && then());
  }

  say(message: ToWorker): void {
    if (this.child.connected) this.child.send(message, () => {});
  }

  /** Lets it answer what it has; ends it hard if that takes too long. */
  async end(signal: Signal): Promise<void> {
    this.isDismissed = true;
    this.child.kill(signal);
    const late = setTimeout(() => this.child.kill("SIGKILL"), END_MS_MAX);
    await this.gone;
    clearTimeout(late);
  }
}

export type CrewOptions = {
  door: Door;
  size: number;
  /** The folder that the programs are in. It may be a link: each process starts from where it points at that moment. */
  folder: string;
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
};

/** The server processes of a school: as many as wanted, replaced when they die, and exchanged for others without a gap. */
export class Crew {
  readonly #options: CrewOptions;
  #members = new Set<Member>();
  #diedEarly = 0;
  #isServing = false;
  #isEnding = false;
  #change: Promise<unknown> = Promise.resolve();

  constructor(options: CrewOptions) {
    this.#options = options;
  }

  /** Starts one process, and the others when it is ready: so the first page waits for one alone. False when it cannot. */
  async start(): Promise<boolean> {
    if (!(await this.#join())) return false;
    this.#isServing = true;
    for (let n = 1; n < this.#options.size; n++) void this.#join();
    return true;
  }

  /** Ends every process when it has answered what it has. */
  async stop(signal: Signal): Promise<void> {
    this.#isEnding = true;
    await Promise.all([...this.#members].map((member) => member.end(signal)));
  }

  /**
   * Starts as many new processes, from where the folder points now, and when all are ready lets the old ones end. Changes
   * nothing, and answers false, when one of the new ones cannot start. One exchange at a time.
   */
  exchange(): Promise<boolean> {
    const next = this.#change.then(() => this.#exchangeNow());
    this.#change = next;
    return next;
  }

  async #exchangeNow(): Promise<boolean> {
    if (this.#isEnding) return false;
    const old = [...this.#members];
    const fresh = Array.from({ length: this.#options.size }, () => this.#newMember());
    const ready = await Promise.all(fresh.map((member) => member.ready));
    if (ready.includes(false)) {
      await Promise.all(fresh.map((member) => member.end("SIGTERM")));
      return false;
    }
    for (const member of fresh) this.#admit(member);
    await Promise.all(old.map((member) => member.end("SIGTERM")));
    return true;
  }

  #newMember(): Member {
    const { folder, env } = this.#options;
    const member = new Member(realpathSync(folder), env);
    this.#members.add(member);
    member.onLeaving(() => {
      member.isLeaving = true;
      this.#options.door.dismiss(member.taker);
      member.say({ say: "no more" });
    });
    void member.gone.then(() => this.#lose(member));
    return member;
  }

  async #join(): Promise<boolean> {
    const member = this.#newMember();
    const isReady = await member.ready;
    if (isReady) this.#admit(member);
    else member.child.kill("SIGKILL");
    return isReady;
  }

  #admit(member: Member): void {
    if (!member.isLeaving) this.#options.door.admit(member.taker);
  }

  #lose(member: Member): void {
    const { door, say } = this.#options;
    this.#members.delete(member);
    door.dismiss(member.taker);
    if (this.#isEnding || !this.#isServing || member.isDismissed) return;
    const livedMs = performance.now() - member.startedAtMs;
    this.#diedEarly = livedMs >= WELL_MS ? 0 : this.#diedEarly + 1;
    const waitMs = Math.min(REPLACE_MS_MIN * 2 ** this.#diedEarly, REPLACE_MS_MAX);
    const { exitCode, signalCode, pid } = member.child;
    say(`Server process ${pid} ended (${signalCode ?? exitCode}); another one starts in ${waitMs / 1_000} s.`);
    setTimeout(() => void this.#replace(), waitMs);
  }

  async #replace(): Promise<void> {
    const staying = [...this.#members].filter((member) => !member.isDismissed && !member.isLeaving);
    if (!this.#isEnding && staying.length < this.#options.size) await this.#join();
  }
}
