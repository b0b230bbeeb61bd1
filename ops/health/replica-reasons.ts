import type { ReplicaView } from "#db/replica.ts";
import { message } from "#messages/message.ts";
import type { ReasonInput } from "./state.ts";

/** Why the replica is not read from just now. Everything is answered by the primary meanwhile. */
export function getReplicaReasons(view: ReplicaView | undefined): ReasonInput[] {
  switch (view?.state) {
    case "away":
      return [
        { code: "replica_away", words: message("health.replica_away"), mend: message("health.mend_replica_away") },
      ];
    case "behind": {
      const seconds = Math.round((view.lagMs ?? 0) / 1000);
      const words = message("health.replica_behind", { seconds });
      return [{ code: "replica_behind", words, mend: message("health.mend_replica_behind") }];
    }
    case "foreign":
      return [
        {
          code: "replica_foreign",
          words: message("health.replica_foreign"),
          mend: message("health.mend_replica_foreign"),
        },
      ];
    case "promoted":
      return [
        {
          code: "replica_promoted",
          words: message("health.replica_promoted"),
          mend: message("health.mend_replica_promoted"),
        },
      ];
    default:
      return [];
  }
}
