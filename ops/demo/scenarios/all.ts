import type { Setting } from "../seed-context.ts";
import { stageAtTheDesk } from "./at-the-desk.ts";
import { stageBehindOurBack } from "./behind-our-back.ts";
import { stageMara } from "./mara.ts";
import { stageMoneyTrouble } from "./money-trouble.ts";
import { stageTickets } from "./tickets.ts";
import { stageToday } from "./today.ts";
import { stageWaiting } from "./waiting.ts";

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
