import { Meter } from "../ui/chart.tsx";

export type MoveReason = { name: string; words: string; value: number; threshold: number };

/** "When do I move to PostgreSQL?": how near each reason is. */
export function ReasonsToMove({ reasons }: { reasons: MoveReason[] }) {
  return (
    <ul className="grid gap-3">
      {reasons.map(({ name, words, value, threshold }) => (
        <li key={name}>
          <p className="mb-1.5 text-small">{words}</p>
          <Meter
            label={name}
            value={value}
            max={threshold}
            text={words}
            tone={value > threshold ? "warn" : "accent"}
            hideText
          />
        </li>
      ))}
    </ul>
  );
}
