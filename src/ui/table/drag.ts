/** Follows a pointer from its press to its release; `over` is told whether it was let go or taken away. */
export function follow(
  event: PointerEvent,
  { move, over }: { readonly move: (event: PointerEvent) => void; readonly over: (isDone: boolean) => void },
): void {
  const target = event.currentTarget as Element;
  const stop = new AbortController();
  const end = (isDone: boolean) => (last: Event) => {
    if ((last as PointerEvent).pointerId !== event.pointerId) return;
    stop.abort();
    over(isDone);
  };
  target.setPointerCapture?.(event.pointerId);
  const options = { signal: stop.signal };
  target.addEventListener("pointermove", (next) => move(next as PointerEvent), options);
  target.addEventListener("pointerup", end(true), options);
  target.addEventListener("pointercancel", end(false), options);
}

/** Marks the header of a table that a drag at a place of the page would land on; null takes the mark away. @returns by how many places the column would move */
export function markDrop(table: Element, column: string, x: number | null): number {
  const cells = [...table.querySelectorAll<HTMLElement>("th")];
  for (const cell of cells) cell.classList.remove("drop");
  if (x === null) return 0;
  const from = cells.findIndex(({ dataset }) => dataset.column === column);
  const over = cells.findIndex((cell) => {
    const { left, right } = cell.getBoundingClientRect();
    return left <= x && x < right;
  });
  const to = over < 0 ? from : over;
  if (to !== from) cells[to]?.classList.add("drop");
  return to - from;
}
