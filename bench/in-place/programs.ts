/** Programs of one function each, as users write them, from the tightest loop to work that is mostly calls into Node.js. */
export const PROGRAMS: Readonly<Record<string, { readonly source: string; readonly input: number }>> = {
  "sum in a `for` loop": {
    source: `(n) => { let sum = 0; for (let i = 0; i < n; i++) sum = (sum + i * i) | 0; return sum; }`,
    input: 20_000_000,
  },
  "matrix product, three loops": {
    source: `(n) => {
      const a = Float64Array.from({ length: n * n }, (_, i) => i % 7), c = new Float64Array(n * n);
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += a[i * n + k] * a[k * n + j];
        c[i * n + j] = sum;
      }
      return c[n];
    }`,
    input: 200,
  },
  recursion: {
    source: `(n) => { const fib = (k) => (k < 2 ? k : fib(k - 1) + fib(k - 2)); return fib(n); }`,
    input: 30,
  },
  "`map`, `filter`, `reduce` over objects": {
    source: `(n) => Array.from({ length: n }, (_, id) => ({ id, price: id % 97 }))
      .filter(({ price }) => price > 10).map(({ price }) => price * 2).reduce((sum, price) => sum + price, 0)`,
    input: 300_000,
  },
  "words of a text, counted in a Map": {
    source: `(n) => {
      const counts = new Map();
      for (const word of "the loop turns while a feed arrives ".repeat(n).split(" "))
        counts.set(word, (counts.get(word) ?? 0) + 1);
      return counts.size;
    }`,
    input: 30_000,
  },
  "lines, parsed as JSON": {
    source: `(n) => {
      let bytes = 0;
      for (let i = 0; i < n; i++) bytes += JSON.parse('{"id":1,"tags":["a","b"],"title":"a story of rivers"}').title.length;
      return bytes;
    }`,
    input: 100_000,
  },
};
