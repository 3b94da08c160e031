import type { DemoCalendar } from "./calendar.ts";
import type { Texts } from "./texts.ts";

const stride = 9;
const chunkBytes = 4 << 20;
const longestRow = 1024;
const idDigits = 7;
const utf8 = new TextEncoder();

/** A column of an export: coded texts, or numbers behind a prefix with at least so many digits. A code below 0 is an empty field. */
export type LogColumn =
  | { readonly name: string; readonly texts: Texts }
  | { readonly name: string; readonly prefix: string; readonly digits: number };

/** How an export spells its times: ISO 8601 in UTC, or day/month/year in local time. */
export type TimeSpelling = "iso" | "day-first";

/**
 * One CSV export in the making: events are added in any order, and released sorted by time as bytes of UTF-8.
 * Columns are `event_id`, `time` and up to eight more.
 */
export class EventLog {
  readonly file: string;
  rows = 0;
  readonly #calendar: DemoCalendar;
  readonly #columns: readonly LogColumn[];
  readonly #prefixes: readonly Uint8Array[];
  readonly #idPrefix: string;
  readonly #dayFirst: boolean;
  readonly #dates: readonly Uint8Array[];
  /** Hears of planted events: `marked(plant, id, action)`, plants from 1, the action as a code. */
  readonly #marked: (plant: number, id: string, action: number) => void;
  #events = new Int32Array(stride * 65_536);
  #times = new Int32Array(65_536);
  #waiting = 0;
  #bytes = new Uint8Array(chunkBytes);
  #length = 0;

  constructor(
    calendar: DemoCalendar,
    options: {
      readonly file: string;
      readonly idPrefix: string;
      readonly columns: readonly LogColumn[];
      readonly spelling?: TimeSpelling;
      readonly marked: (plant: number, id: string, action: number) => void;
    },
  ) {
    const { file, idPrefix, columns, spelling = "iso", marked } = options;
    this.file = file;
    this.#calendar = calendar;
    this.#columns = columns;
    this.#idPrefix = idPrefix;
    this.#dayFirst = spelling === "day-first";
    this.#marked = marked;
    this.#prefixes = columns.map((column) => ("prefix" in column ? utf8.encode(column.prefix) : new Uint8Array()));
    const firstDay = Math.floor(calendar.base / 86_400);
    this.#dates = Array.from({ length: calendar.days + 4 }, (_, day) => {
      const iso = new Date((firstDay + day) * 86_400_000).toISOString().slice(0, 10);
      return utf8.encode(this.#dayFirst ? `${iso.split("-").reverse().join("/")} ` : `${iso}T`);
    });
    this.#put(utf8.encode(`event_id,time,${columns.map(({ name }) => name).join(",")}\n`));
  }

  /** Adds an event at so many seconds after the calendar's base; `plant` is 0 for an innocent one; `a` … `h` are the columns' codes. */
  add(at: number, plant: number, a: number, b: number, c = -1, d = -1, e = -1, f = -1, g = -1, h = -1): void {
    if (this.#waiting === this.#times.length) this.#grow();
    const events = this.#events;
    const o = this.#waiting * stride;
    this.#times[this.#waiting++] = at;
    events[o] = plant;
    events[o + 1] = a;
    events[o + 2] = b;
    events[o + 3] = c;
    events[o + 4] = d;
    events[o + 5] = e;
    events[o + 6] = f;
    events[o + 7] = g;
    events[o + 8] = h;
  }

  /** Writes the events before `until` in the order of their times, and keeps the others; gives the chunks that are full. */
  release(until: number): Uint8Array<ArrayBuffer>[] {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const order = new Float64Array(this.#waiting);
    for (let i = 0; i < this.#waiting; i++) order[i] = this.#times[i]! * 1_048_576 + i;
    order.sort();
    let due = 0;
    for (; due < order.length && order[due]! < until * 1_048_576; due++) {
      if (this.#length > chunkBytes - longestRow) chunks.push(this.#cut());
      this.#write(order[due]! % 1_048_576);
    }
    const kept = order.subarray(due).map((key) => key % 1_048_576);
    const rows = Array.from(kept, (i) => this.#events.slice(i * stride, (i + 1) * stride));
    const times = Array.from(kept, (i) => this.#times[i]!);
    rows.forEach((row, i) => {
      this.#events.set(row, i * stride);
      this.#times[i] = times[i]!;
    });
    this.#waiting = rows.length;
    return chunks;
  }

  /** The last chunk. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#cut();
  }

  #grow(): void {
    const events = new Int32Array(this.#events.length * 2);
    events.set(this.#events);
    this.#events = events;
    const times = new Int32Array(this.#times.length * 2);
    times.set(this.#times);
    this.#times = times;
  }

  #cut(): Uint8Array<ArrayBuffer> {
    const chunk = this.#bytes.subarray(0, this.#length);
    this.#bytes = new Uint8Array(chunkBytes);
    this.#length = 0;
    return chunk;
  }

  #put(text: Uint8Array): void {
    const bytes = this.#bytes;
    let to = this.#length;
    for (let i = 0; i < text.length; i++) bytes[to++] = text[i]!;
    this.#length = to;
  }

  #putNumber(value: number, digits: number): void {
    let width = digits;
    for (let rest = 10 ** digits; value >= rest; rest *= 10) width++;
    let rest = value;
    for (let to = this.#length + width - 1; to >= this.#length; to--) {
      const tens = Math.floor(rest / 10);
      this.#bytes[to] = 48 + rest - tens * 10;
      rest = tens;
    }
    this.#length += width;
  }

  #putClock(value: number, after: number): void {
    const bytes = this.#bytes;
    const tens = Math.floor(value / 10);
    bytes[this.#length++] = 48 + tens;
    bytes[this.#length++] = 48 + value - tens * 10;
    bytes[this.#length++] = after;
  }

  #write(event: number): void {
    const at = this.#times[event]!;
    const plant = this.#events[event * stride]!;
    const number = ++this.rows;
    if (plant > 0) {
      const id = `${this.#idPrefix}${String(number).padStart(idDigits, "0")}`;
      this.#marked(plant, id, this.#events[event * stride + 2]!);
    }
    const bytes = this.#bytes;
    for (let i = 0; i < this.#idPrefix.length; i++) bytes[this.#length++] = this.#idPrefix.charCodeAt(i);
    this.#putNumber(number, idDigits);
    bytes[this.#length++] = 44;

    const { base, offsets } = this.#calendar;
    const second =
      base - Math.floor(base / 86_400) * 86_400 + at + (this.#dayFirst ? offsets[Math.floor(at / 3600)]! : 0);
    const day = Math.floor(second / 86_400);
    const clock = second - day * 86_400;
    this.#put(this.#dates[day]!);
    this.#putClock(Math.floor(clock / 3600), 58);
    this.#putClock(Math.floor((clock % 3600) / 60), 58);
    this.#putClock(clock % 60, 90);
    if (this.#dayFirst) this.#length--;

    for (let c = 0; c < this.#columns.length; c++) {
      bytes[this.#length++] = 44;
      const code = this.#events[event * stride + 1 + c]!;
      if (code < 0) continue;
      const column = this.#columns[c]!;
      if ("texts" in column) this.#put(column.texts.bytes[code]!);
      else {
        this.#put(this.#prefixes[c]!);
        this.#putNumber(code, column.digits);
      }
    }
    bytes[this.#length++] = 10;
  }
}
