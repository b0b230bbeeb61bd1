import type { Setting } from "../seed-context.ts";
import { stageAtTheDesk } from "./office.ts";
import { stageBehindOurBack } from "./out-of-band.ts";
import { stageMara } from "./demo-student.ts";
import { stageMoneyTrouble } from "./payment-problems.ts";
import { stageTickets } from "./tickets.ts";
import { stageToday } from "./today.ts";
import { stageWaiting } from "./waiting-list.ts";

/** Everything that happens to somebody in particular. */
export function stageScenes(setting: Setting): void {
  stageWaiting(setting);
  stageMoneyTrouble(setting);
  stageBehindOurBack(setting);
  stageAtTheDesk(setting);
  stageMara(setting);
  stageTickets(setting);
  stageToday(setting);
}
