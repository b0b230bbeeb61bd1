/** Loaded before a server: its clock is off by as many milliseconds as stand in the file that MATRICULA_FAULTS_CLOCK names. */
import { readFileSync } from "node:fs";

const file = process.env.MATRICULA_FAULTS_CLOCK ?? "";
const LOOK_MS = 100;

let offMs = 0;
const look = () => {
  offMs = Number(readFileSync(file, "utf8")) || 0;
};
look();
setInterval(look, LOOK_MS).unref();

const RealDate = Date;
const now = () => RealDate.now() + offMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: unknown[], asked) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, asked === MovedDate ? target : asked) as object,
  apply: () => new RealDate(now()).toString(),
  get: (target, key, receiver) =>
    key === "now" ? now : Reflect.get(target, key, receiver === MovedDate ? target : receiver),
});
const MovedDate = globalThis.Date;
