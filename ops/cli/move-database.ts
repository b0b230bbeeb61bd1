/** `npm run move-database -- [--to postgres://… | --to file:… | --to -] [--files FOLDER] [--check] [--write-settings]`: moves the school to an empty database of the other engine. */
import "#config/with-env-file.ts";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { config } from "#config/config.ts";
import { ENV_FILE } from "#config/load-env-file.ts";
import { engineOf } from "#db/engine.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { MessageError, toSaid } from "#messages/message-error.ts";
import { type Message, message } from "#messages/message.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { beginCommand } from "../begin-command.ts";
import { getDirectUrl } from "../database-kind.ts";
import { describePlace } from "../move/describe-place.ts";
import { findBackupObstacles } from "../move/find-backup-obstacles.ts";
import { type Move, moveDatabase } from "../move/move-database.ts";
import { withMoveLock } from "../move/move-lock.ts";
import { readMoveArguments } from "../move/read-arguments.ts";
import { lookBefore } from "../move/look-before.ts";
import { type FilesProgress, openFilesMove } from "../move/move-files.ts";
import { isDecidedByFile, writeSettings } from "../move/write-setting.ts";
import { fail } from "./fail.ts";

const MB = 1_000_000;

/** On a terminal: one line that is written over. */
function writeOver(line: string, isLast: boolean): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${line.padEnd(process.stderr.columns ?? 80)}${isLast ? "\n" : ""}`);
}

function showFiles({ files, filesTotal }: FilesProgress): void {
  if (files % 10 > 0 && files < filesTotal) return;
  writeOver(getTerminalTranslator()("move.files_progress", { files, total: filesTotal }), files === filesTotal);
}

function showRows(): NonNullable<Move["onProgress"]> {
  const t = getTerminalTranslator();
  let next = 0;
  return ({ rows, rowsTotal, bytes, seconds }) => {
    if (seconds < next && rows < rowsTotal) return;
    next = seconds + 0.2;
    const left = Math.ceil((seconds / rows) * (rowsTotal - rows));
    const rate = (bytes / MB / Math.max(seconds, 0.001)).toFixed(1);
    writeOver(t("move.progress", { rows, total: rowsTotal, rate, seconds: left }), rows === rowsTotal);
  };
}

/**
 * The first signal ends the move in order, so that nothing of it is left in the school's database; the second ends the process. Before
 * the first change there is nothing to take back.
 */
function listenForSignals(): { signal: AbortSignal; onBegin: () => void } {
  const controller = new AbortController();
  let hasBegun = false;
  const end = (signal: NodeJS.Signals) => {
    const t = getTerminalTranslator();
    console.error(`\n${t(hasBegun ? "move.ending" : "move.ended_before")}`);
    if (hasBegun) return controller.abort();
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
  return { signal: controller.signal, onBegin: () => (hasBegun = true) };
}

async function main(): Promise<void> {
  const ending = listenForSignals();
  await beginCommand({ isForMoved: true });
  const { to, filesTo, isCheck, writesSettings } = readMoveArguments(process.argv.slice(2), {
    moveTo: config().moveTo,
    readInput: () => readFileSync(0, "utf8"),
  });
  const t = getTerminalTranslator();
  const settings = config();
  const from = getDirectUrl(settings);
  for (const name of ["DATABASE_URL", ...(filesTo === undefined ? [] : ["MATRICULA_FILES_DIR"])])
    if (writesSettings && !isDecidedByFile(ENV_FILE, name))
      throw new MessageError(message("move.settings_are_elsewhere", { name }));
  const say: Move["say"] = (told) => console.log(t.format(told));
  const move: Move = {
    from,
    to,
    isCheck,
    clock: createSystemClock,
    say,
    async look() {
      await lookBefore({ settings, isCheck, now: createSystemClock, say });
      for (const told of engineOf(to) === "postgres" ? await findBackupObstacles(to) : []) await say(told);
    },
    ...ending,
    ...(filesTo !== undefined && { files: openFilesMove(settings.filesDir, filesTo, showFiles) }),
    onProgress: showRows(),
  };
  const done = await withMoveLock(settings.dataDir, () => moveDatabase(move));
  if (isCheck) return;
  const seconds = {
    seconds: done.seconds.toFixed(1),
    readOnly: done.readOnlySeconds.toFixed(2),
    rate: done.megabytesPerSecond.toFixed(1),
  };
  const places = { from: describePlace(from), to: describePlace(to) };
  // An earlier run that was ended had copied everything: there was nothing left but to seal.
  console.log(done.rows === 0 ? t("move.done_before", places) : t("move.done", { ...places, ...seconds }));
  console.log(t.format(writesSettings ? await tellSettings(to, filesTo) : whatToSet(to)));
  console.log(t.format(whereFilesAre(writesSettings, filesTo)));
}

const whatToSet = (to: string): Message =>
  engineOf(to) === "postgres"
    ? message("move.set_address", { place: describePlace(to) })
    : message("move.set_file", { file: to });

function whereFilesAre(writesSettings: boolean, filesTo: string | undefined): Message {
  if (filesTo === undefined) return message("move.files_stay");
  return message(writesSettings ? "move.files_have_moved" : "move.set_files", { folder: filesTo });
}

/** The school has moved by now, whatever becomes of the file. */
async function tellSettings(to: string, filesTo: string | undefined): Promise<Message> {
  const file = path.resolve(ENV_FILE);
  const value = engineOf(to) === "postgres" ? to : `file:${to}`;
  try {
    // A file has neither replica nor pooler, and the address of the target has done what it was there for.
    const replica = engineOf(to) === "sqlite" ? ["DATABASE_REPLICA_URL", "MATRICULA_DIRECT_DATABASE_URL"] : [];
    await writeSettings(file, [
      { name: "DATABASE_URL", value, without: ["MATRICULA_MOVE_TO", ...replica] },
      ...(filesTo === undefined ? [] : [{ name: "MATRICULA_FILES_DIR", value: filesTo, without: [] }]),
    ]);
    return message("move.settings_written", { file });
  } catch (error) {
    process.exitCode = 1;
    return message("move.settings_not_written", { file, why: toSaid(error) });
  }
}

main().catch(fail);
