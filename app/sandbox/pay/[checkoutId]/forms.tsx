import { Button } from "#components/ui/button.tsx";
import { type Amount, Money } from "#components/ui/money.tsx";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import { type CardOutcome, spacedNumber, TEST_CARDS } from "#providers/sandbox/cards.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { PlainKey } from "#messages/message.ts";

const PROBLEMS = {
  card: "sandbox.problems_card",
  form: "sandbox.problems_form",
  busy: "sandbox.problems_busy",
} as const satisfies Record<string, PlainKey>;

const isProblem = (problem: string): problem is keyof typeof PROBLEMS => Object.hasOwn(PROBLEMS, problem);

/** What each card does, for whoever chooses one. */
const CARDS: Record<CardOutcome, { label: PlainKey; explanation: PlainKey }> = {
  paid: { label: "sandbox.card_paid", explanation: "sandbox.card_paid_explanation" },
  declined: { label: "sandbox.card_declined", explanation: "sandbox.card_declined_explanation" },
  confirm: { label: "sandbox.card_confirm", explanation: "sandbox.card_confirm_explanation" },
  slow: { label: "sandbox.card_slow", explanation: "sandbox.card_slow_explanation" },
  twice: { label: "sandbox.card_twice", explanation: "sandbox.card_twice_explanation" },
  lost: { label: "sandbox.card_lost", explanation: "sandbox.card_lost_explanation" },
  declined_later: { label: "sandbox.card_declined_later", explanation: "sandbox.card_declined_later_explanation" },
  confirm_later: { label: "sandbox.card_confirm_later", explanation: "sandbox.card_confirm_later_explanation" },
  lost_later: { label: "sandbox.card_lost_later", explanation: "sandbox.card_lost_later_explanation" },
};

type FormProps = { answerUrl: string };

/** Every card there is, each with what it does; pressing Pay charges the chosen one. */
export function CardForm({
  answerUrl,
  amount,
  problem,
  keepsCard,
}: FormProps & { amount: Amount; problem?: string; keepsCard: boolean }) {
  const t = getTranslator();
  // What a kept card does later is of use only where it is kept.
  const cards = TEST_CARDS.filter(({ later }) => keepsCard || later === undefined);
  return (
    <form method="post" action={answerUrl} className="grid gap-5">
      {keepsCard && <p className="text-small text-ink-soft">{t("sandbox.card_is_kept")}</p>}
      <RadioCards
        name="card"
        legend={t("sandbox.choose_a_test_card")}
        defaultValue={TEST_CARDS[0]?.number}
        required
        error={problem === undefined ? undefined : t(PROBLEMS[isProblem(problem) ? problem : "form"])}
        options={cards.map(({ number, outcome }) => ({
          value: number,
          label: t(CARDS[outcome].label),
          description: (
            <>
              <span className="num block text-tiny text-ink-faint">{spacedNumber(number)}</span>
              {t(CARDS[outcome].explanation)}
            </>
          ),
        }))}
      />
      <div className="grid gap-3">
        <Button type="submit" name="step" value="pay" full>
          {t.rich("sandbox.pay_button", { money: <Money amount={amount} /> })}
        </Button>
        <Button type="submit" name="step" value="leave" variant="quiet" full>
          {t("sandbox.cancel_and_go_back_button")}
        </Button>
      </div>
    </form>
  );
}

/** What a bank asks about some charges. */
export function ConfirmForm({ answerUrl, cardLast4 }: FormProps & { cardLast4: string }) {
  const t = getTranslator();
  return (
    <form method="post" action={answerUrl} className="grid gap-5">
      <div>
        <h2 className="font-sans font-[600]">{t("sandbox.your_bank_asks_is_it_you_heading")}</h2>
        <p className="mt-2 text-ink-soft">{t("sandbox.confirm_the_payment_with_the_card", { cardLast4 })}</p>
      </div>
      <div className="grid gap-3">
        <Button type="submit" name="step" value="confirm" full>
          {t("sandbox.confirm_button")}
        </Button>
        <Button type="submit" name="step" value="refuse" variant="quiet" full>
          {t("sandbox.refuse_button")}
        </Button>
      </div>
    </form>
  );
}
