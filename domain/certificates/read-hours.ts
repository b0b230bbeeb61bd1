import { message, type Message } from "#messages/message.ts";
import { listReadings, toPlainDigits } from "../kernel/typed-digits.ts";
import { HOURS_MAX } from "./inputs.ts";

const LENGTH_MAX = 20;
const MINUTES = 60;

/**
 * Reads how long a course was, in hours as a person types them: `8`, `7.5`, `7,5`. Gives whole minutes, rounded: 7.33 hours are 440 minutes.
 * Refuses what can be read in two ways (`1.500`), what is none, and more than `HOURS_MAX`.
 */
export function readHours(typed: string): { minutes: number } | { problem: Message } {
  const readings = typed.length > LENGTH_MAX ? [] : listReadings(toPlainDigits(typed));
  const numbers = readings.map(({ whole, decimals }) => Number(`${whole || "0"}.${decimals || "0"}`));
  const [hours, other] = numbers;
  if (hours === undefined || Number.isNaN(hours)) return { problem: message("fields.hours_example") };
  if (other !== undefined && other !== hours) {
    const values = { typed: typed.trim(), first: String(hours), second: String(other) };
    return { problem: message("fields.count_ambiguous", values) };
  }
  const minutes = Math.round(hours * MINUTES);
  if (minutes < 1) return { problem: message("fields.hours_example") };
  return hours > HOURS_MAX ? { problem: message("fields.most", { count: HOURS_MAX }) } : { minutes };
}
