/** What a person reads when a backup cannot be made, opened or put back: one sentence, and how to mend it. */
export class BackupTrouble extends Error {
  override name = "BackupTrouble";
}
