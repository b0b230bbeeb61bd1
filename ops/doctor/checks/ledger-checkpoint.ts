import { UNSEALED } from "#db/chains.ts";
import { toSaid } from "#messages/message-error.ts";
import { readCheckpoint } from "../../health/checkpoint-file.ts";
import { type Check, resultsOf } from "../check.ts";
import { type Message, message } from "#messages/message.ts";

/** Reports of earlier versions use this name. */
const NAME = "ledger's mark";

/**
 * Whether the database is as new as its checkpoint outside of it says (ops/health/ledger-checkpoint.ts): one that is not takes no payments
 * until a person has looked.
 */
export const ledgerCheckpoint: Check = {
  name: NAME,
  from: "start",
  needsTables: true,
  async run({ database, settings: { checkpointFile } }) {
    if (!database || checkpointFile === null) return [];
    const { ok, wrong } = resultsOf(NAME);
    const off = (why: Message) => [
      wrong(message("doctor.payments_are_off", { why }), {
        mend: message("doctor.mend_payments_are_off"),
      }),
    ];
    let checkpoint: Awaited<ReturnType<typeof readCheckpoint>>;
    try {
      checkpoint = await readCheckpoint(checkpointFile);
    } catch (error) {
      return off(
        message("doctor.checkpoint_cannot_be_read", {
          checkpointFile,
          why: toSaid(error),
        }),
      );
    }
    const [last] = await database.ask(`SELECT seq FROM journals WHERE hash <> '${UNSEALED}' ORDER BY seq DESC LIMIT 1`);
    const end = Number(last?.seq ?? 0);
    if (!checkpoint)
      return [
        ok(end === 0 ? message("doctor.ledger_is_empty") : message("doctor.no_checkpoint_yet", { checkpointFile })),
      ];
    if (checkpoint.restored !== undefined)
      return off(message("doctor.database_was_restored", { restored: checkpoint.restored }));
    const [there] = await database.ask(`SELECT hash FROM journals WHERE seq = ${checkpoint.seq}`);
    if (!there) return off(message("doctor.ledger_is_behind", { end, known: checkpoint.seq }));
    if (there.hash !== checkpoint.hash) return off(message("doctor.ledger_differs", { seq: checkpoint.seq }));
    return [ok(message("doctor.ledger_goes_on", { seq: checkpoint.seq, end }))];
  },
};
