const inspect = Symbol.for('nodejs.util.inspect.custom');

/** A value that must not be seen. Prints as `[secret]` wherever it lands; `reveal()` gives it to the one call that sends it. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect](): string {
    return '[secret]';
  }
}
