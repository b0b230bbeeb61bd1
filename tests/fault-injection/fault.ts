import type { Simulation } from "./simulation.ts";

/** What came of a fault: words for a person, and whether it is what was expected. */
export type Outcome = { happened: string; ok: boolean };

export type Fault = {
  name: string;
  /** What is done to the school. */
  tried: string;
  /** What must become of it. */
  expected: string;
  /** Why it cannot be tried on this machine; nothing when it can. */
  missing?: () => string | undefined;
  /** `quick`: fewer rounds and shorter waits, for the tests that run all the time. */
  run: (how: { quick: boolean; stage: typeof import("./simulation.ts").withSimulation }) => Promise<Outcome>;
};

/** Writes down what is true and what is not; everything must be for it to be ok. */
export function toOutcome(facts: readonly (readonly [fact: string, holds: boolean])[]): Outcome {
  return {
    happened: facts.map(([fact, holds]) => (holds ? fact : `NOT AS IT MUST BE: ${fact}`)).join("; "),
    ok: facts.every(([, holds]) => holds),
  };
}

/** What must hold after every fault: acknowledged ⊆ stored, the ledger sums to zero, seats add up, both chains hold. */
export async function checkSoundness(stage: Simulation): Promise<(readonly [fact: string, holds: boolean])[]> {
  const { lost, broken, acknowledged } = await stage.examine();
  return [
    [`${acknowledged} acknowledged, ${lost.length} of them lost`, lost.length === 0],
    [broken.length === 0 ? "ledger, seats and chains hold" : broken.slice(0, 3).join(", "), broken.length === 0],
  ];
}
