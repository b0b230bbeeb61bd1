import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { COMPILE_CACHE } from "../build.ts";
import type { Listener, ConnectionTarget } from "./listener.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { SocketHandoff } from "./socket-handoff.ts";
import { SERVER_NODE_ARGS } from "./processes.ts";

/** A process that is not ready by then will not be. */
const READY_MS_MAX = 60_000;

/** Longer than a process takes at most to answer what it has, end its jobs and close its database. */
const END_MS_MAX = 32_000;

/** Until then the cores are the first process's, for the first page. */
const OTHERS_AFTER_MS = 1_000;

/** The wait before a process that died is replaced: doubled each time, until one has lived long enough to be well. */
const REPLACE_MS_MIN = 100;
const REPLACE_MS_MAX = 30_000;
const WELL_MS = 30_000;

type Signal = "SIGTERM" | "SIGINT";

/** One server process. */
class Worker {
  readonly child: ChildProcess;
  readonly taker: ConnectionTarget;
  readonly startedAtMs = performance.now();
  readonly ready: Promise<boolean>;
  readonly gone: Promise<void>;
  /** It wants no more connections. */
  isLeaving = false;
  /** Another one takes its place when it dies. */
  isWanted: boolean;

  constructor({ door, env }: WorkerPoolOptions, folder: string, { isWanted }: { isWanted: boolean }) {
    this.isWanted = isWanted;
    const child = fork(path.join(folder, "ops/server/worker.ts"), [], {
      cwd: folder,
      env: { NODE_COMPILE_CACHE: path.join(folder, COMPILE_CACHE), ...env },
      execArgv: [...process.execArgv, ...SERVER_NODE_ARGS],
    });
    this.child = child;
    const onTheWay = new SocketHandoff(child, (connection) => {
      door.removeTarget(this.taker);
      door.dispatch(connection);
    });
    this.taker = {
      get connected() {
        return child.connected;
      },
      send: (connection) => onTheWay.send(connection),
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
    this.isWanted = false;
    this.child.kill(signal);
    const late = setTimeout(() => this.child.kill("SIGKILL"), END_MS_MAX);
    await this.gone;
    clearTimeout(late);
  }
}

export type WorkerPoolOptions = {
  door: Listener;
  size: number;
  /** The folder that the programs are in, behind every link: one that changes must not mix two versions. */
  folder: string;
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
};

/** The server processes of a school: as many as wanted, replaced when they die, and exchanged for others without a gap. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  #members = new Set<Worker>();
  #folder: string;
  #diedEarly = 0;
  #isEnding = false;
  #change: Promise<unknown> = Promise.resolve();

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#folder = options.folder;
  }

  /** Starts one process, and the others a moment after it is ready: the first page waits for one alone. False when it cannot. */
  async start(): Promise<boolean> {
    const first = this.#newMember({ isWanted: false });
    if (!(await first.ready)) return false;
    this.#admit(first);
    for (let n = 1; n < this.#options.size; n++) setTimeout(() => void this.#replace(), n * OTHERS_AFTER_MS);
    return true;
  }

  /** Ends every process when it has answered what it has. */
  async stop(signal: Signal): Promise<void> {
    this.#isEnding = true;
    await Promise.all([...this.#members].map((member) => member.end(signal)));
  }

  /**
   * Starts as many new processes from `folder`, and when all are ready lets the old ones end. Changes nothing, and answers
   * false, when one of the new ones cannot start. One exchange at a time.
   */
  exchange(folder: string): Promise<boolean> {
    const next = this.#change.then(() => this.#exchangeNow(folder));
    this.#change = next;
    return next;
  }

  async #exchangeNow(folder: string): Promise<boolean> {
    if (this.#isEnding) return false;
    const folderBefore = this.#folder;
    this.#folder = folder;
    const fresh = Array.from({ length: this.#options.size }, () => this.#newMember({ isWanted: false }));
    const ready = await Promise.all(fresh.map((member) => member.ready));
    if (ready.includes(false) || this.#isEnding) {
      this.#folder = folderBefore;
      await Promise.all(fresh.map((member) => member.end("SIGTERM")));
      return false;
    }
    for (const member of fresh) this.#admit(member);
    // Also one that took a dead one's place meanwhile, from the folder of before or of now.
    const others = [...this.#members].filter((member) => !fresh.includes(member));
    await Promise.all(others.map((member) => member.end("SIGTERM")));
    return true;
  }

  #newMember(how: { isWanted: boolean }): Worker {
    const member = new Worker(this.#options, this.#folder, how);
    this.#members.add(member);
    member.onLeaving(() => {
      member.isLeaving = true;
      this.#options.door.removeTarget(member.taker);
      member.say({ say: "no more" });
    });
    void member.gone.then(() => this.#lose(member));
    return member;
  }

  async #join(): Promise<void> {
    const member = this.#newMember({ isWanted: true });
    if (await member.ready) this.#admit(member);
    else member.child.kill("SIGKILL");
  }

  /** Shares the connections with it, if it has not left meanwhile, and from now on replaces it. */
  #admit(member: Worker): void {
    if (member.isLeaving) return;
    member.isWanted = true;
    this.#options.door.addTarget(member.taker);
  }

  #lose(member: Worker): void {
    const { door, say } = this.#options;
    this.#members.delete(member);
    door.removeTarget(member.taker);
    if (this.#isEnding || !member.isWanted) return;
    const livedMs = performance.now() - member.startedAtMs;
    this.#diedEarly = livedMs >= WELL_MS ? 0 : this.#diedEarly + 1;
    const waitMs = Math.min(REPLACE_MS_MIN * 2 ** this.#diedEarly, REPLACE_MS_MAX);
    const { exitCode, signalCode, pid } = member.child;
    say(`Server process ${pid} ended (${signalCode ?? exitCode}); another one starts in ${waitMs / 1_000} s.`);
    setTimeout(() => void this.#replace(), waitMs);
  }

  /** Fills a place, unless an exchange that came in between has filled it. */
  async #replace(): Promise<void> {
    const wanted = [...this.#members].filter((member) => member.isWanted);
    if (!this.#isEnding && wanted.length < this.#options.size) await this.#join();
  }
}
