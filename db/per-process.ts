declare global {
  /** `var`, because only that becomes a property of globalThis. */
  var matriculaPerProcess: Map<string, unknown> | undefined;
}

/**
 * The one value of this process under `name`, made on first use. Next evaluates a module once per bundle, so what a process has
 * once (its database, its timers, its counts) cannot be a variable of a module.
 */
export function perProcess<T>(name: string, make: () => T): T {
  globalThis.matriculaPerProcess ??= new Map();
  const values = globalThis.matriculaPerProcess;
  if (!values.has(name)) values.set(name, make());
  return values.get(name) as T;
}
