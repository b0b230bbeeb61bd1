import { Money } from "#components/ui/money.tsx";

type Props = { line: { amountMinor: number | null; amountText: string; currency: string } };

/** What came in or went out; where it could not be read, as the file has it. */
export function BankAmount({ line: { amountMinor, amountText, currency } }: Props) {
  if (amountMinor === null) {
    return (
      <span className="num text-bad">
        <bdi>{amountText}</bdi> <bdi>{currency}</bdi>
      </span>
    );
  }
  return <Money amount={{ minor: amountMinor, currency }} className={amountMinor > 0 ? "text-ok" : undefined} />;
}
