/** Plays histories for whoever has started it, one after the other. */
import { drawSteps } from "./draw.ts";
import { engine } from "#db/engine.ts";
import { ALL_EVENTS, listOrders, playOrders, playOrdersTogether } from "./interleavings.ts";
import { shrinkHistory } from "./shrink.ts";
import { simulate } from "./simulate.ts";
import type { Answer, Asked, AskedForOrders } from "./worker-messages.ts";

async function answer({ seed, steps, isShrunk }: Asked): Promise<Answer> {
  const history = typeof steps === "number" ? drawSteps(seed, steps) : steps;
  const played = await simulate(history);
  if (!played.failure || !isShrunk) return played;
  const shortest = await shrinkHistory(history, played.failure);
  const { failure, told } = await simulate(shortest);
  return { ...played, failure: failure ?? played.failure, told, history: shortest };
}

function* pickOrders({ part, of }: AskedForOrders) {
  let n = 0;
  for (const order of listOrders(ALL_EVENTS)) if (n++ % of === part) yield order;
}

process.on("message", (asked: Asked | AskedForOrders) => {
  // PostgreSQL takes its time over each look.
  const play = engine === "sqlite" ? playOrders : playOrdersTogether;
  const said = "part" in asked ? play(pickOrders(asked)) : answer(asked);
  void said.then((it) => process.send?.(it));
});
