/** What a test card makes the gateway do. */
export type CardOutcome =
  | "paid"
  | "declined"
  | "confirm"
  | "slow"
  | "twice"
  | "lost"
  | "declined_later"
  | "confirm_later"
  | "lost_later";

/** `later`: what becomes of it when it was kept and is charged while its holder is away; paid, where it says nothing. */
export type TestCard = { number: string; outcome: CardOutcome; later?: "declined" | "confirm" | "lost" };

/** The only cards the gateway knows. The page says what each does, and the API takes their numbers. */
export const TEST_CARDS: readonly TestCard[] = [
  {
    number: "4242424242424242",
    outcome: "paid",
  },
  {
    number: "4000000000000002",
    outcome: "declined",
  },
  {
    number: "4000002500003155",
    outcome: "confirm",
  },
  {
    number: "4000000000000077",
    outcome: "slow",
  },
  {
    number: "4000000000000259",
    outcome: "twice",
  },
  {
    number: "4000000000000119",
    outcome: "lost",
  },
  {
    number: "4000000000000341",
    outcome: "declined_later",
    later: "declined",
  },
  {
    number: "4000002760003184",
    outcome: "confirm_later",
    later: "confirm",
  },
  {
    number: "4000000000000127",
    outcome: "lost_later",
    later: "lost",
  },
];

export function findTestCard(number: string): TestCard | undefined {
  const digits = number.replace(/[\s-]/g, "");
  return TEST_CARDS.find((card) => card.number === digits);
}

/** In groups of four, as it is printed on a card. */
export function spacedNumber(number: string): string {
  return number.replace(/(\d{4})(?=\d)/g, "$1 ");
}
