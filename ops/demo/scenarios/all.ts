import type { ScenarioContext } from "../seed-context.ts";
import { scheduleOffice } from "./office.ts";
import { scheduleOutOfBand } from "./out-of-band.ts";
import { scheduleDemoStudent } from "./demo-student.ts";
import { schedulePaymentProblems } from "./payment-problems.ts";
import { scheduleTickets } from "./tickets.ts";
import { scheduleToday } from "./today.ts";
import { scheduleWaitingList } from "./waiting-list.ts";

/** Everything that happens to somebody in particular. */
export function scheduleScenarios(setting: ScenarioContext): void {
  scheduleWaitingList(setting);
  schedulePaymentProblems(setting);
  scheduleOutOfBand(setting);
  scheduleOffice(setting);
  scheduleDemoStudent(setting);
  scheduleTickets(setting);
  scheduleToday(setting);
}
