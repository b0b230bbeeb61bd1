import { Button } from "#components/ui/button.tsx";
import { type Amount, Money } from "#components/ui/money.tsx";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import { spacedNumber, TEST_CARDS } from "#providers/sandbox/cards.ts";

const PROBLEMS: Record<string, string> = {
  card: "Choose one of the test cards.",
  form: "Something in the form was not right. Choose a card and press Pay once more.",
  busy: "The gateway is very busy just now, and nothing was charged. Try again in a moment.",
};

type FormProps = { answerUrl: string };

/** Every card there is, each with what it does; pressing Pay charges the chosen one. */
export function CardForm({ answerUrl, amount, problem }: FormProps & { amount: Amount; problem?: string }) {
  return (
    <form method="post" action={answerUrl} className="grid gap-5">
      <RadioCards
        name="card"
        legend="Choose a test card"
        defaultValue={TEST_CARDS[0]?.number}
        required
        error={problem === undefined ? undefined : (PROBLEMS[problem] ?? PROBLEMS.form)}
        options={TEST_CARDS.map(({ number, label, explanation }) => ({
          value: number,
          label,
          description: (
            <>
              <span className="num block text-tiny text-ink-faint">{spacedNumber(number)}</span>
              {explanation}
            </>
          ),
        }))}
      />
      <div className="grid gap-3">
        <Button type="submit" name="step" value="pay" full>
          Pay <Money amount={amount} />
        </Button>
        <Button type="submit" name="step" value="leave" variant="quiet" full>
          Cancel and go back
        </Button>
      </div>
    </form>
  );
}

/** What a bank asks about some charges. */
export function ConfirmForm({ answerUrl, cardLast4 }: FormProps & { cardLast4: string }) {
  return (
    <form method="post" action={answerUrl} className="grid gap-5">
      <div>
        <h2 className="font-sans font-[600]">Your bank asks: is it you?</h2>
        <p className="mt-2 text-ink-soft">Confirm the payment with the card that ends in {cardLast4}, or refuse it.</p>
      </div>
      <div className="grid gap-3">
        <Button type="submit" name="step" value="confirm" full>
          Confirm
        </Button>
        <Button type="submit" name="step" value="refuse" variant="quiet" full>
          Refuse
        </Button>
      </div>
    </form>
  );
}
