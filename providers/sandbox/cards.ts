/** What a test card makes the gateway do. */
export type CardOutcome = "paid" | "declined" | "confirm" | "slow" | "twice" | "lost";

export type TestCard = { number: string; outcome: CardOutcome; label: string; explanation: string };

/** The only cards the gateway knows. The page shows them with these words, and the API takes their numbers. */
export const TEST_CARDS: readonly TestCard[] = [
  {
    number: "4242424242424242",
    outcome: "paid",
    label: "Success",
    explanation: "The card is charged and the school hears of it at once.",
  },
  {
    number: "4000000000000002",
    outcome: "declined",
    label: "Declined",
    explanation: "The bank says no. You come back to the order and can try again.",
  },
  {
    number: "4000002500003155",
    outcome: "confirm",
    label: "Needs confirmation",
    explanation: "The bank asks you to confirm on a second page, where you can also refuse.",
  },
  {
    number: "4000000000000077",
    outcome: "slow",
    label: "Slow success",
    explanation: "You come back before the money does. The school hears of it about three seconds later.",
  },
  {
    number: "4000000000000259",
    outcome: "twice",
    label: "Duplicate webhook",
    explanation: "The card is charged once. The school is told twice in the same message, and once more in another.",
  },
  {
    number: "4000000000000119",
    outcome: "lost",
    label: "Connection lost after charging",
    explanation: "The card is charged, but you get an error page, and the school hears of it ten seconds later.",
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
