import type ts from "typescript";

/** Bounds the call stack, and not what is found: handed from a list to a callback to a method to a table, and picked from there. */
const MAX_DEPTH = 24;

/** What so many names stand for is data that everybody hands around, and following it would take longer than all the rest. */
const MAX_NAMES = 400;

/** How far one question about a value is followed. It comes by each place once, so that it costs no more than there are places. */
export class Trail {
  constructor(
    private readonly depth = MAX_DEPTH,
    private readonly seen = new Map<string, Set<ts.Node>>(),
    private readonly names = { left: MAX_NAMES },
  ) {}

  /** Whether it goes on at a node. @param question what is asked of the node */
  goesOn(question: string, node: ts.Node): boolean {
    const asked = this.seen.get(question) ?? new Set();
    if (this.depth <= 0 || asked.has(node)) return false;
    this.seen.set(question, asked.add(node));
    return true;
  }

  /** Whether it goes on at what declares a name. */
  goesOnAt(declaration: ts.Declaration): boolean {
    if (this.names.left <= 0 || !this.goesOn("declaration", declaration)) return false;
    this.names.left -= 1;
    return true;
  }

  /** The trail as it goes on behind this place. */
  deeper(): Trail {
    return new Trail(this.depth - 1, this.seen, this.names);
  }
}
