// Seeded CSV files of the size that a benchmark wants, written to a temporary folder.
import { closeSync, openSync, writeSync } from "node:fs";

/** How the file of `writeLog` maps. @type {import("../../src/ingest/mapping.ts").Mapping} */
export const logMapping = {
  time: "time",
  timeFormat: "iso",
  actor: "user",
  type: ["action"],
  id: "event_id",
  entities: [
    { column: "host", type: "host", relationship: "on" },
    { column: "document", type: "document", relationship: "touches", role: "subject" },
  ],
  attributes: ["country", "network", "device"],
};

const flush = 8 * 1024 * 1024;

/** A small seeded generator of numbers in [0, 1): mulberry32. @param {number} seed */
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Writes rows made by `row` under a header.
 * @param {string} path
 * @param {{ header: string, rows: number, row: (i: number) => string }} table
 * @returns {number} bytes written
 */
function writeTable(path, { header, rows, row }) {
  const file = openSync(path, "w");
  let text = `${header}\n`;
  let bytes = 0;
  try {
    for (let i = 0; i < rows; i++) {
      text += row(i);
      if (text.length < flush && i + 1 < rows) continue;
      bytes += writeSync(file, text);
      text = "";
    }
  } finally {
    closeSync(file);
  }
  return bytes;
}

/**
 * A log of ten columns, about 135 bytes a row: 5,000 users, 40 actions, 3,000 hosts, 100,000 documents; a row in 2,000 is a
 * duplicate of the one before, a row in 5,000 has no readable time.
 * @param {string} path
 * @param {{ rows?: number, seed?: number }} [options]
 * @returns {number} bytes
 */
export function writeLog(path, { rows = 1_000_000, seed = 7 } = {}) {
  const random = seeded(seed);
  const skewed = (/** @type {number} */ n) => Math.floor(n * random() ** 3);
  const start = Date.UTC(2025, 0, 6);
  const step = (60 * 86_400_000) / rows;
  let last = "";
  return writeTable(path, {
    header: "event_id,time,user,action,host,document,country,network,device,comment",
    rows,
    row: (i) => {
      if (i > 0 && i % 2000 === 0) return last;
      const user = skewed(5000);
      const time = i % 5000 === 17 ? "yesterday" : new Date(start + Math.floor(i * step)).toISOString();
      const place = user % 30;
      const document = skewed(100_000);
      last = `E${100_000_000 + i},${time},user${user}@x.com,Action.${skewed(40)},host-${(user * 7 + skewed(9)) % 3000},/team${document % 60}/document-${document}.docx,C${place},10.${place}.${user % 17}.0/24,LAPTOP-${user + 5000 * Math.floor(1.02 * random())},"batch ${i % 9973}, ok"\n`;
      return last;
    },
  });
}

/**
 * A log of few distinct values and wide rows, 400 bytes each, written quickly.
 * @param {string} path
 * @param {{ bytes?: number }} [options]
 * @returns {number} bytes
 */
export function writeWideLog(path, { bytes = 2 * 1024 ** 3 } = {}) {
  const width = 400;
  const filler = "the quick brown fox jumps over the lazy dog ".repeat(9);
  const start = Date.UTC(2025, 0, 6);
  const rows = Math.floor(bytes / width);
  const step = (60 * 86_400_000) / rows;
  return writeTable(path, {
    header: "event_id,time,user,action,host,document,country,network,device,comment",
    rows,
    row: (i) => {
      const user = (i * 7919) % 500;
      const fields = `,${new Date(start + Math.floor(i * step)).toISOString()},user${user},Action.${(i * 31) % 23},host-${user % 90},document-${(i * 131) % 997},C${user % 9},10.0.${user % 9}.0/24,LAPTOP-${user},`;
      return `${fields}${filler.slice(0, width - fields.length - 1)}\n`;
    },
  });
}
