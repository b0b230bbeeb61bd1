/**
 * What a form of ours sends to a server action beside its fields: which action, and what the form knew before. React's decoder
 * takes far more than that (modules, promises, iterators, numbers of any length), and answers 500 to what it cannot read. Nothing
 * but our forms' own format comes that far.
 */

/** Our forms' state is three levels deep; a reader that goes down level by level ends at some thousand. */
const DEPTH_MAX = 12;
const BYTES_MAX = 1_048_576;
const FIELDS_MAX = 10;

/** A script sends the arguments as "0", a browser without scripts in fields of these names. */
const ARGUMENTS = "0";
const BOUND = /^\$ACTION_(\d{1,3}):(\d{1,3})$/;

/** What a text in the arguments may begin with if it begins with `$`: an escaped one, nothing, the form itself, what is bound. */
const TEXT = /^(?!\$)|^\$(?:\$|undefined$|K[0-9a-f]{1,3}$|@[0-9a-f]{1,3}$)/;

export class ActionFields {
  readonly #isScript: boolean;
  readonly #names = new Set<string>();
  #references: string[] = [];
  #bytes = 0;

  /** `isScript`: the request names its action in a header, as Next's own script does. */
  constructor(isScript: boolean) {
    this.#isScript = isScript;
  }

  /** Whether a field of this name must be looked at: its content is then given to `add`. */
  isWanted(name: string): boolean {
    return this.#isScript ? /^\d+$/.test(name) : BOUND.test(name);
  }

  /** Whether a field is what our forms send. */
  add(name: string, content: Buffer): boolean {
    this.#bytes += content.length;
    this.#names.add(name);
    if (this.#bytes > BYTES_MAX || this.#names.size > FIELDS_MAX) return false;
    const text = content.toString("utf8");
    if (!isShallow(text)) return false;
    try {
      return this.#isPlain(JSON.parse(text), name);
    } catch {
      return false;
    }
  }

  /** Whether everything that was spoken of has come. */
  end(): boolean {
    return (!this.#isScript || this.#names.has(ARGUMENTS)) && this.#references.every((name) => this.#names.has(name));
  }

  #isPlain(value: unknown, field: string): boolean {
    if (typeof value === "string") return this.#isPlainText(value, field);
    if (value === null || typeof value !== "object") return true;
    return Object.values(value).every((each) => this.#isPlain(each, field));
  }

  #isPlainText(text: string, field: string): boolean {
    if (!TEXT.test(text)) return false;
    const bound = /^\$@(.+)$/.exec(text)?.[1];
    if (bound === undefined) return true;
    const action = BOUND.exec(field)?.[1];
    if (action === undefined) return false;
    this.#references.push(`$ACTION_${action}:${Number.parseInt(bound, 16)}`);
    return this.#references.length <= FIELDS_MAX;
  }
}

/** Whether no bracket outside of a text stands deeper than we ever go. One pass, because a pattern could go back and forth. */
function isShallow(json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < json.length; at++) {
    const sign = json[at];
    if (isText && sign === "\\") at += 1;
    else if (sign === '"') isText = !isText;
    else if (isText) continue;
    else if (sign === "[" || sign === "{") depth += 1;
    else if (sign === "]" || sign === "}") depth -= 1;
    if (depth > DEPTH_MAX) return false;
  }
  return true;
}
