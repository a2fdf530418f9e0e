// Each overflows the stack: V8 finds that out as a function is entered, where it looks for interrupts, too.
type Endless = Generator<never, void>;

export function* declared(n: number): Endless {
  yield* declared(n + 1);
}

export const expressed = function* (n: number): Endless {
  yield* expressed(n + 1);
};

export const holder = {
  *method(n: number): Endless {
    yield* holder.method(n + 1);
  },
};

export class Holder {
  static *ofClass(n: number): Endless {
    yield* Holder.ofClass(n + 1);
  }
}

export function plain(n: number): number {
  return plain(n + 1) + 1;
}
