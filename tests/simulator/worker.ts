/** Plays histories for whoever has started it, one after the other. */
import { drawSteps } from "./draw.ts";
import { shrinkHistory } from "./shrink.ts";
import { simulate } from "./simulate.ts";
import type { Answer } from "./workers.ts";

/** `steps`: how many of the seed, or the history itself. */
export type Asked = { seed: number; steps: number | number[]; isShrunk: boolean };

async function answer({ seed, steps, isShrunk }: Asked): Promise<Answer> {
  const history = typeof steps === "number" ? drawSteps(seed, steps) : steps;
  const played = await simulate(history);
  if (!played.failure || !isShrunk) return played;
  const shortest = await shrinkHistory(history, played.failure);
  const { failure, told } = await simulate(shortest);
  return { ...played, failure: failure ?? played.failure, told, history: shortest };
}

process.on("message", (asked: Asked) => {
  void answer(asked).then((said) => process.send?.(said));
});
