import { message, type Said } from "#messages/message.ts";
import type { Source, Target } from "./end.ts";

/** The sums of the ledger that are not zero. */
const UNBALANCED = `SELECT currency, CAST(sum(amount_minor) AS text) AS total FROM postings
  GROUP BY currency HAVING sum(amount_minor) <> 0 ORDER BY currency`;

/** Journals that do not sum to zero, and cohorts whose numbers of seats are not those of their rows. */
const DISAGREEING = [
  "SELECT journal_seq AS id FROM postings GROUP BY journal_seq, currency HAVING sum(amount_minor) <> 0",
  `SELECT cohorts.id AS id FROM cohorts
   LEFT JOIN (SELECT cohort_id, count(*) AS n FROM holds WHERE state = 'held' GROUP BY cohort_id) AS held
     ON held.cohort_id = cohorts.id
   LEFT JOIN (SELECT cohort_id, count(*) AS n FROM (
                SELECT cohort_id FROM enrolments WHERE state IN ('active', 'suspended', 'completed')
                UNION ALL SELECT cohort_id FROM claim_links WHERE state = 'open') AS places
              GROUP BY cohort_id) AS taken ON taken.cohort_id = cohorts.id
   WHERE cohorts.held <> coalesce(held.n, 0) OR cohorts.taken <> coalesce(taken.n, 0)`,
];

export async function findUnbalanced(target: Target): Promise<Said[]> {
  const rows = (await target.ask(UNBALANCED)) as { currency: string; total: string }[];
  return rows.map(({ currency, total }) => message("backup.ledger_is_off", { sum: total, currency }));
}

/**
 * Counts at both ends what is kept beside its rows. What does not agree at the source stays for a person to settle, as it was;
 * the target must not add to it.
 */
export async function compareCounters(source: Source, target: Target): Promise<{ known: number; faults: Said[] }> {
  const idsOf = async (end: Source | Target) => {
    const ids: string[] = [];
    for (const select of DISAGREEING) for (const { id } of await end.ask(select)) ids.push(String(id));
    return ids;
  };
  const ours = new Set(await idsOf(source));
  const added = (await idsOf(target)).filter((id) => !ours.has(id));
  return { known: ours.size, faults: added.map((id) => message("move.count_differs", { row: id })) };
}
