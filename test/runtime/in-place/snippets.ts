/** Small programs with what an instrumenter can get wrong; each tells what it did in `out`. */
export const snippets: Readonly<Record<string, string>> = {
  "loops without braces": `
    for (let i = 0; i < 3; i++) out.push(i);
    for (const key in { a: 1, b: 2 }) out.push(key);
    for (const item of [1, 2]) if (item > 1) out.push(item); else out.push(-item);
    let n = 0; while (n < 3) n++
    do n-- 
    while (n > 0)
    out.push(n);`,
  "loops in loops without braces": `
    for (const a of [1, 2]) for (const b of [3, 4]) while (out.length < 9) out.push(a * b)
    out.push("end")`,
  "empty bodies": `let n = 0; while (n++ < 3); do ; while (n++ < 9); for (; n < 20; n++); out.push(n)`,
  "labels, break and continue": `
    outer: for (let i = 0; i < 3; i++) { inner: for (let j = 0; j < 3; j++) {
      if (j === 1) continue outer; if (i === 2) break outer; out.push([i, j]) } }
    block: { while (true) { break block } }
    again: do { if (out.push("x") < 5) continue again; break } while (true)`,
  "a loop's own binding in each round": `
    const all = []; for (let i = 0; i < 3; i++) all.push(() => i); out.push(...all.map((f) => f()))`,
  "arrows that return objects, sequences, arrows and nothing": `
    const o = () => ({ a: 1 }), s = (x) => (x, 2), c = (a) => (b) => (c) => a + b + c, u = () => {}, v = () => void 0;
    out.push(o(), s(1), c(1)(2)(3), u(), v(), (() => [1])(), (() => {})(), ((a) => a ? 1 : 2)(0))`,
  "arrows with assignments, comments and defaults": `
    let a; const f = x => a = x, g = (x = () => 7) => x() /* ; */, h = () => // comment
      5
    const d = () => ({ a } = { a: 3 })
    f(4); out.push(a, g(), h(), d(), a, ((y) => y ?? 1)(null), ((p) => p?.q)({ q: 2 }))`,
  "names of functions": `
    const f = () => () => 1, o = { m() {}, p: function () {}, get g() { return 1 } }; class A { static s = () => 1 }
    let later; later = () => 2;
    out.push(f.name, f().name, o.m.name, o.p.name, A.s.name, later.name, f.length, o.m.length)`,
  "strict directives": `
    function strict() { "use strict"; return this === undefined }
    function bare() { 'use strict'
      return this === undefined }
    function two() { "a"; "use strict"; "b"
      return this === undefined }
    function none() { return this !== undefined }
    function text() { ("use strict"); return this !== undefined }
    function only() { "use strict" }
    out.push(strict(), bare(), two(), none(), text(), only())`,
  "constructors, super and fields": `
    class A { x = (() => 1)(); constructor(n) { this.n = n } get double() { return this.n * 2 } }
    class B extends A { #p = 5; static made = 0; static { for (let i = 0; i < 2; i++) B.made++ }
      constructor() { const early = () => this; super(4); this.same = early() === this }
      set value(v) { this.#p = v } get value() { return this.#p } static of() { return new this() }
      *[Symbol.iterator]() { yield* [this.n, this.#p] } ["comp" + 1]() { return super.double } }
    class C extends A {}
    const b = B.of(); b.value = 9; out.push(b.n, b.same, [...b], b.comp1(), B.made, new C(3).double, b.x)
    try { new (class extends A { constructor() { } })() } catch (error) { out.push(error.name) }`,
  "new.target, arguments and this in arrows": `
    function F() { out.push(new.target === F, (() => arguments.length)(), (() => this instanceof F)()) }
    new F(1, 2, 3)`,
  "generators and iterators that are closed": `
    function* g() { try { for (let i = 0; ; i++) yield i } finally { out.push("closed") } }
    for (const n of g()) { if (n > 2) break; out.push(n) }
    const [first] = g(); out.push(first); out.push([...(function* () { yield* [1, 2] })()])`,
  "asynchronous functions start in the same turn": `
    async function f() { out.push(1); await null; out.push("never seen") } const a = async (x) => { out.push(x) }
    const e = async () => await out.push("e"); f(); a(2); e(); out.push(3)`,
  "try, finally and errors in loops": `
    for (const n of [1, 2, 3]) try { if (n === 2) throw new Error("two"); out.push(n) } catch (e) { out.push(e.message) } finally { out.push("f") }
    const f = () => { for (;;) { try { return "value" } finally { break } } return "broken" }; out.push(f())`,
  "destructuring and defaults with functions": `
    const f = ({ a = () => 1, b: { c = function () { return 2 } } = {} } = {}, ...rest) => [a(), c(), rest.length]
    out.push(f(), f({ a: () => 3 }, 1, 2)); for (const { k = (() => 4)() } of [{}, { k: 5 }]) out.push(k)
    for (var i = 0, step = () => i++; i < 3; step()); out.push(i)`,
  "switches, conditions and semicolons left out": `
    const f = (n) => { switch (n) { case 1: for (;;) break; return "one"; default: while (true) return "other" } }
    out.push(f(1), f(2))
    if (out.length) for (const x of [1]) out.push(x)
    else out.push("none")
    ;[1, 2].forEach(x => out.push(x))
    const t = x => x
    ;(() => out.push(t(8)))()`,
  "functions that are called before their line": `out.push(early()); function early() { return late() } function late() { return 1 }`,
  "templates, calls and regular expressions": `
    const r = () => /[/](?<n>\\d)/.exec("/7").groups.n, t = (n) => \`\${(() => n)()}\`, tag = (s, ...v) => v.map((f) => f())
    out.push(r(), t(3), tag\`a\${() => 1}b\${() => 2}\`, ((a, b) => a in b)("x", { x: 1 }), ((a) => (-a) ** 0 || 1)?.(2))`,
  "eval and functions made at run time": `
    const x = 1, f = () => eval("x + 1"); out.push(f(), new Function("a", "for (;;) return a")(5), (0, eval)("typeof x"))`,
  "recursion, and its limit": `
    const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2)); out.push(fib(12))
    const deep = () => deep(); try { deep() } catch (error) { out.push(error.name) }`,
};
