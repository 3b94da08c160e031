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
