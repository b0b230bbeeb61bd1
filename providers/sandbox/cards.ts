/** What a test card makes the gateway do. */
export type CardOutcome = "paid" | "declined" | "confirm" | "slow" | "twice" | "lost";

export type TestCard = { number: string; outcome: CardOutcome };

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
];

export function findTestCard(number: string): TestCard | undefined {
  const digits = number.replace(/[\s-]/g, "");
  return TEST_CARDS.find((card) => card.number === digits);
}

/** In groups of four, as it is printed on a card. */
export function spacedNumber(number: string): string {
  return number.replace(/(\d{4})(?=\d)/g, "$1 ");
}
