import {
  isScaled,
  lastTop,
  rowAt,
  rowHeight,
  type Scrolled,
  scrollTopOf,
  spaceOf,
  topToShow,
  wheelRows,
} from "./scroll.ts";

/** Heights and widths before the browser told them, px. */
const usual = { viewport: 320, width: 800 };

/**
 * Keeps which row is at the top of a scrolling box. Where the rows are taller than a browser can lay out, a pixel of the
 * scroll bar is many rows: then the wheel, fingers and keys move the row, and the scroll bar follows.
 */
export class Scroller {
  readonly #box: () => HTMLElement | null;
  readonly #onMove: () => void;
  #top = 0;
  /** How far the box is scrolled, as it was read last. */
  #set = 0;
  #left = 0;
  #viewport = usual.viewport;
  #width = usual.width;
  #measured: HTMLElement | null = null;
  #touch: number | null = null;
  total = 0;
  /** The browser tells what has another size: to ask it while the page is drawn would lay the page out once more. */
  readonly #sized: ResizeObserver;

  /**
   * @param box the scrolling element; its header is `thead`
   * @param onSize is told when the box or its header has another size
   */
  constructor(box: () => HTMLElement | null, onMove: () => void, onSize: () => void) {
    this.#box = box;
    this.#onMove = onMove;
    this.#sized = new ResizeObserver(() => {
      if (this.#measure()) onSize();
    });
  }

  /** The row at the top, fractional. */
  get top(): number {
    return this.#top;
  }

  get of(): Scrolled {
    return { total: this.total, viewport: this.#viewport };
  }

  /** Columns in view: how far the box is scrolled sideways, and how wide it is, px. */
  get sideways(): { readonly left: number; readonly width: number } {
    return { left: this.#left, width: this.#width };
  }

  /** Watches the size of the box that is on the page now. */
  watch(): void {
    const box = this.#box();
    if (box === this.#measured) return;
    this.unwatch();
    this.#measured = box;
    const header = box?.querySelector("thead");
    if (box) this.#sized.observe(box);
    if (header) this.#sized.observe(header);
  }

  unwatch(): void {
    this.#sized.disconnect();
    this.#measured = null;
  }

  #measure(): boolean {
    const box = this.#measured;
    if (!box || box.clientHeight === 0) return false;
    const before = [this.#viewport, this.#width, this.#left];
    const header = box.querySelector<HTMLElement>("thead")?.offsetHeight ?? 0;
    this.#viewport = Math.max(rowHeight, box.clientHeight - header);
    this.#width = box.clientWidth;
    this.#left = box.scrollLeft;
    return [this.#viewport, this.#width, this.#left].some((one, i) => one !== before[i]);
  }

  /** Rows that fit in the view. */
  get inView(): number {
    return Math.ceil(this.of.viewport / rowHeight);
  }

  /** Where rows from `first` on are laid out: heights above and below them, px. */
  gaps(first: number, rows: number): { readonly above: number; readonly below: number } {
    const space = spaceOf(this.total);
    const at = isScaled(this.total) ? this.#set - (this.#top - first) * rowHeight : first * rowHeight;
    const above = Math.max(0, Math.min(at, space - rows * rowHeight));
    return { above, below: Math.max(0, space - above - rows * rowHeight) };
  }

  /** Brings a row to the top. */
  moveTo(row: number): void {
    const box = this.#box();
    const { of } = this;
    this.#top = Math.max(0, Math.min(lastTop(of), row));
    if (box) {
      box.scrollTop = scrollTopOf(this.#top, of);
      this.#set = box.scrollTop;
    }
    this.#onMove();
  }

  /** Back to the first row, for other rows. */
  reset(): void {
    const box = this.#set === 0 ? null : this.#box();
    this.#top = 0;
    this.#set = 0;
    if (box) box.scrollTop = 0;
  }

  /** Brings a row into view, the least way. */
  show(row: number): void {
    const next = topToShow(row, this.#top, this.of);
    if (next !== this.#top) this.moveTo(next);
  }

  readonly onScroll = (): void => {
    const box = this.#box();
    if (!box) return;
    const { scrollTop, scrollLeft } = box;
    const isMoved = Math.abs(scrollTop - this.#set) >= 1;
    if (isMoved) {
      this.#set = scrollTop;
      this.#top = rowAt(scrollTop, this.of);
    }
    // What it did itself is on the page already.
    if (isMoved || scrollLeft !== this.#left) this.#onMove();
    this.#left = scrollLeft;
  };

  readonly onWheel = (event: WheelEvent): void => {
    if (!isScaled(this.total) || event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    event.preventDefault();
    this.moveTo(this.#top + wheelRows(event.deltaY, event.deltaMode, this.of.viewport));
  };

  readonly onTouch = (event: TouchEvent): void => {
    const [finger] = event.touches;
    const before = this.#touch;
    this.#touch = event.touches.length === 1 && finger ? finger.clientY : null;
    if (event.type !== "touchmove" || before === null || this.#touch === null || !isScaled(this.total)) return;
    if (event.cancelable) event.preventDefault();
    this.moveTo(this.#top + (before - this.#touch) / rowHeight);
  };
}
