"use client";

import {
  createContext,
  type FormHTMLAttributes,
  type ReactNode,
  type RefObject,
  useActionState,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import {
  Checkbox,
  type CheckboxProps,
  TextArea,
  type TextAreaProps,
  TextInput,
  type TextInputProps,
} from "../ui/field.tsx";
import { FormErrors } from "../ui/form-errors.tsx";
import { Notice } from "../ui/notice.tsx";
import { RadioCards, type RadioCardsProps } from "../ui/radio-cards.tsx";
import { Select, type SelectProps } from "../ui/select.tsx";
import { type FormState, idle } from "./form-state.ts";
import { storeTyped, identifyForm, takeTyped, acceptOlderForms } from "./older-form.ts";

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

const State = createContext<FormState>(idle);

/** What the form around knows: for a part that shows something else than a field's error. */
export const useFormState = () => useContext(State);

export type StateFormProps = {
  action: FormAction;
  /** Values to send along that nobody types. */
  values?: Record<string, string>;
  /** A part inside shows what was done (through `useFormState`), so the form itself does not. */
  ownMessage?: boolean;
  /** A part inside says why it was refused (a dialog, which lies above the form), so the form itself does not. */
  ownRefusal?: boolean;
  children: ReactNode;
} & Omit<FormHTMLAttributes<HTMLFormElement>, "action">;

/**
 * A form around a server action. It works without a script: the page comes back with what was typed and what was wrong. The
 * fields below read both from here, so a page says each field once.
 */
export function StateForm({
  action,
  values = {},
  ownMessage = false,
  ownRefusal = false,
  children,
  ...form
}: StateFormProps) {
  const at = useRef<HTMLFormElement>(null);
  const [sent, send] = useActionState(useOlderForms(action, at), idle);
  const kept = useKept(at);
  const keepPasswords = useKeptPasswords(at, sent.turn);
  const state = sent.turn === 0 && kept ? kept : sent;
  return (
    <State value={state}>
      {/* The key makes the fields take up what was typed: React empties a form once its action has run. */}
      <form
        {...form}
        ref={at}
        action={send}
        onSubmit={keepPasswords}
        key={`${state === kept ? "kept" : ""}${state.turn}`}
        noValidate={state.status === "refused" || form.noValidate}
      >
        {!ownRefusal && (
          <FormErrors
            message={state.status === "refused" ? state.message : undefined}
            attempt={state.status === "refused" ? state : undefined}
          />
        )}
        {state.status === "done" && state.message && !ownMessage && <Notice tone="ok">{state.message}</Notice>}
        {Object.entries(values).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {children}
      </form>
    </State>
  );
}

const never = () => () => {};

/** The action itself in the page as it was sent, by which a browser without scripts sends the form; afterwards one that keeps words. */
function useOlderForms(action: FormAction, at: RefObject<HTMLFormElement | null>): FormAction {
  const hasScripts = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (!hasScripts) return action;
  return acceptOlderForms(action, (typed) => at.current && storeTyped(identifyForm(at.current), typed));
}

/**
 * A button of a form that only shows something (the price with a coupon) sends the passwords of the form along, and they never come back from the
 * server: the browser puts them into their fields again.
 */
function useKeptPasswords(at: RefObject<HTMLFormElement | null>, turn: number): (event: SubmitEvent) => void {
  const typed = useRef(new Map<string, string>());
  useEffect(() => {
    for (const field of passwordsIn(at.current)) field.value ||= typed.current.get(field.name) ?? "";
    typed.current.clear();
  }, [at, turn]);
  return ({ nativeEvent, currentTarget }) => {
    typed.current.clear();
    const { submitter } = nativeEvent;
    if (!(submitter instanceof HTMLButtonElement) || !submitter.formNoValidate) return;
    for (const { name, value } of passwordsIn(currentTarget)) typed.current.set(name, value);
  };
}

type SubmitEvent = { nativeEvent: { submitter?: unknown }; currentTarget: HTMLFormElement };

const passwordsIn = (form: HTMLFormElement | null) =>
  form ? [...form.querySelectorAll<HTMLInputElement>("input[type=password]")] : [];

/** What was typed here before an update, once. */
function useKept(at: RefObject<HTMLFormElement | null>): FormState | undefined {
  const [kept, setKept] = useState<FormState>();
  useEffect(() => {
    // In a turn of its own: the page is there before anything is put back.
    const later = setTimeout(() => at.current && setKept(takeTyped(identifyForm(at.current))), 0);
    return () => clearTimeout(later);
  }, [at]);
  return kept;
}

/** What a field shows after a refusal: the error beside it, and what was typed. */
function useField(name: string, before: string | undefined) {
  const { fields, values } = useContext(State);
  return { error: fields[name], defaultValue: values[name] ?? before };
}

/** A value that nobody types, as the form carried it before: for a page that no longer knows it. */
export function SentAgain({ name }: { name: string }) {
  return <input type="hidden" name={name} value={useContext(State).values[name] ?? ""} />;
}

/** What a refusal asks to be sent back along with the form: that its sender was told of something, and means it. */
export function SentBack({ name }: { name: string }) {
  return <input type="hidden" name={name} value={useContext(State).fields[name] ?? ""} />;
}

type Text = Omit<TextInputProps, "defaultValue"> & { defaultValue?: string };

/** `error`: what is wrong with the value that the page was opened with, until the form is sent. */
export function FormInput({ defaultValue, error: before, ...input }: Text) {
  const { error, ...field } = useField(input.name, defaultValue);
  const isFresh = useFormState().status === "idle";
  const wrong = error ?? (isFresh ? before : undefined);
  return <TextInput {...input} {...field} {...(wrong === undefined ? {} : { error: wrong })} />;
}

export function FormTextArea({
  defaultValue,
  ...area
}: Omit<TextAreaProps, "defaultValue"> & { defaultValue?: string }) {
  return <TextArea {...area} {...useField(area.name, defaultValue)} />;
}

export function FormSelect({ defaultValue, ...select }: Omit<SelectProps, "defaultValue"> & { defaultValue?: string }) {
  return <Select {...select} {...useField(select.name, defaultValue)} />;
}

export function FormRadioCards({ defaultValue, ...cards }: RadioCardsProps) {
  return <RadioCards {...cards} {...useField(cards.name, defaultValue)} />;
}

/** One of several boxes under one name. What was ticked stays ticked after a refusal. */
export function FormTick({ value, defaultChecked, ...box }: CheckboxProps & { value: string }) {
  const { status, values, lists } = useContext(State);
  const ticked = lists?.[box.name] ?? [values[box.name]];
  const isTicked = status === "idle" ? defaultChecked : ticked.includes(value);
  return <Checkbox {...box} value={value} defaultChecked={isTicked} />;
}

/** A box that was left empty sends nothing, so after a refusal its absence among what was typed means "not ticked". */
export function FormCheckbox({ defaultChecked, ...box }: CheckboxProps) {
  const { status, fields, values } = useContext(State);
  const checked = status === "idle" ? defaultChecked : values[box.name] !== undefined;
  return <Checkbox {...box} error={fields[box.name]} defaultChecked={checked} />;
}
