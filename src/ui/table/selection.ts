/** Rows from a position to another, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Selected rows as disjoint spans in order, the row that the keys move, and where a Shift started. */
export interface Selection {
  readonly spans: readonly Span[];
  readonly active: number;
  readonly anchor: number;
}

/** Nothing selected, the first row active. */
export const noSelection: Selection = { spans: [], active: 0, anchor: 0 };

/** Selects one row alone. */
export const selectOne = (row: number): Selection => ({ spans: [{ from: row, to: row }], active: row, anchor: row });

/** Selects all from the anchor to a row, in place of what was selected. */
export const selectTo = ({ anchor }: Selection, row: number): Selection => ({
  spans: [{ from: Math.min(anchor, row), to: Math.max(anchor, row) }],
  active: row,
  anchor,
});

/** Adds a row to what is selected, or takes it out. */
export function toggleRow({ spans }: Selection, row: number): Selection {
  const isIn = spans.some(({ from, to }) => from <= row && row <= to);
  const without = spans.flatMap(({ from, to }) =>
    row < from || row > to
      ? [{ from, to }]
      : [
          { from, to: row - 1 },
          { from: row + 1, to },
        ].filter((span) => span.from <= span.to),
  );
  return { spans: isIn ? without : joined([...spans, { from: row, to: row }]), active: row, anchor: row };
}

/** How many rows are selected. */
export const selectedCount = ({ spans }: Selection): number =>
  spans.reduce((sum, { from, to }) => sum + to - from + 1, 0);

export const isSelected = ({ spans }: Selection, row: number): boolean =>
  spans.some(({ from, to }) => from <= row && row <= to);

function joined(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && span.from <= last.to + 1) out[out.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else out.push(span);
  }
  return out;
}
