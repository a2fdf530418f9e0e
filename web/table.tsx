import type { ComponentChildren } from "preact";

interface TableProps {
  /** Of the heading that names it. */
  readonly labelledBy: string;
  readonly columns: readonly string[];
  /** Its rows. */
  readonly children: ComponentChildren;
}

/** A table that scrolls by itself where the window is narrow, with the keyboard too. */
export function Table({ labelledBy, columns, children }: TableProps) {
  return (
    <div class="scroll" role="region" aria-labelledby={labelledBy} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
