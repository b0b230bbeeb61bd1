import { z } from "zod";
import { SEAT_BLOCK_STATES } from "#db/enums.ts";
import type { SeatBlock } from "../seat-blocks/create-seat-block.ts";
import { Id, Moment } from "./parts.ts";

export const SeatBlockShape = z
  .strictObject({
    id: Id("blk"),
    cohortId: Id("coh"),
    name: z.string().meta({ description: "For whom the seats are kept." }),
    code: z.string().nullable().meta({ description: "Whoever types it has one of the seats." }),
    addresses: z.array(z.string()).meta({ description: "Addresses and domains of those who need no code." }),
    seats: z.int(),
    used: z.int().meta({ description: "How many of them somebody has." }),
    until: Moment.meta({ description: "From when what is left is free for everybody." }),
    state: z.enum(SEAT_BLOCK_STATES),
    createdAt: Moment,
    endedAt: Moment.nullable(),
  })
  .meta({ id: "SeatBlock" });

export const toSeatBlockView = (block: SeatBlock): z.output<typeof SeatBlockShape> => block;
