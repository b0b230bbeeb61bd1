import { createSystemActor } from "#domain/kernel/actor.ts";
import type { WriteCtx } from "#domain/kernel/command.ts";
import { type WriteAs, write } from "#runtime";
import type { Draw } from "./draw.ts";
import type { SimulatedSchool } from "./open-school.ts";

/** What somebody does: `what` for whoever reads the history, `run` what the school does about it. Without it the school hears of nothing yet. */
export type Begun = { what: string; run?: () => Promise<unknown> };

/** Something that may happen. Undefined when there is nothing with which it could just now. */
export type Act = {
  name: string;
  weight: number;
  begin(school: SimulatedSchool, draw: Draw): Promise<Begun | undefined> | Begun | undefined;
};

/** Each request has a name of its own, which the audit log keeps; the seed says it. */
const REQUEST = "req_simulated";

export const asSystem = (job: string): WriteAs => ({ actor: createSystemActor(job), requestId: REQUEST });

export const asPerson = (actor: WriteAs["actor"]): WriteAs => ({ actor, requestId: REQUEST });

/** A verb that somebody's request calls. */
export const pressing =
  <T>(actor: WriteAs["actor"], verb: (ctx: WriteCtx) => Promise<T>) =>
  () =>
    write(asPerson(actor), verb);

export const byId = ({ id }: { id: string }) => id;
