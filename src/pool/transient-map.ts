const LEAST = 16;

/**
 * A map from strings, for entries that come and go: runs in flight, thousands a second.
 *
 * Why not a `Map`: when its table is full, V8 makes a new one, and the old one points to it. Once an old table lies in the old generation,
 * where it is not collected until much later, it keeps the next one alive, that the one after it, and all that any of them held when it
 * was full: nearly every run that ever passed was copied twice and promoted, to be found dead by the next full collection. No-op jobs
 * at 100 slots, by `--trace-gc`: a supervisor promoted 3.0 KB a job and took 9.7 us on its main thread to collect; 2.0 KB and 6.9 us with
 * these, and a third less on the threads that help it.
 *
 * Open addressing, at most half full; who leaves lets those behind him move up, so that no marks are left.
 */
export class TransientMap<Value> {
  #keys: (string | undefined)[] = empty(LEAST);
  #values: (Value | undefined)[] = empty(LEAST);
  #mask = LEAST - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): Value | undefined {
    return this.#values[this.#placeOf(key)];
  }

  set(key: string, value: Value): void {
    let place = this.#placeOf(key);
    if (this.#keys[place] === undefined) {
      this.#size += 1;
      if (2 * this.#size > this.#keys.length) {
        this.#grow();
        place = this.#placeOf(key);
      }
      this.#keys[place] = key;
    }
    this.#values[place] = value;
  }

  /** Takes an entry out; undefined: there was none. */
  take(key: string): Value | undefined {
    let hole = this.#placeOf(key);
    if (this.#keys[hole] === undefined) return undefined;
    const value = this.#values[hole];
    this.#size -= 1;
    for (let place = this.#after(hole); this.#keys[place] !== undefined; place = this.#after(place)) {
      const home = hash(this.#keys[place]!) & this.#mask;
      // Whoever has its home behind the hole is found without it.
      if (((place - home) & this.#mask) < ((place - hole) & this.#mask)) continue;
      this.#keys[hole] = this.#keys[place];
      this.#values[hole] = this.#values[place];
      hole = place;
    }
    this.#keys[hole] = undefined;
    this.#values[hole] = undefined;
    return value;
  }

  clear(): void {
    this.#keys = empty(LEAST);
    this.#values = empty(LEAST);
    this.#mask = LEAST - 1;
    this.#size = 0;
  }

  /** Those there are now, in no order. */
  values(): Value[] {
    return this.#values.filter((_, place) => this.#keys[place] !== undefined) as Value[];
  }

  /** Where the key lies, or would. */
  #placeOf(key: string): number {
    let place = hash(key) & this.#mask;
    while (this.#keys[place] !== undefined && this.#keys[place] !== key) place = this.#after(place);
    return place;
  }

  #after(place: number): number {
    return (place + 1) & this.#mask;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = empty(2 * keys.length);
    this.#values = empty(2 * keys.length);
    this.#mask = 2 * keys.length - 1;
    keys.forEach((key, index) => {
      if (key === undefined) return;
      const place = this.#placeOf(key);
      this.#keys[place] = key;
      this.#values[place] = values[index];
    });
  }
}

/** Without holes: an array that has them is slower to read. */
function empty<T>(length: number): (T | undefined)[] {
  return new Array<T | undefined>(length).fill(undefined);
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), its upper half folded into what is used. */
function hash(key: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1)
    sum = Math.imul(sum ^ key.charCodeAt(index), 0x01000193);
  return sum ^ (sum >>> 15);
}
