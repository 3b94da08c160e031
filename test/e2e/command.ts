import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../bin/install.mjs";
import { readCsv } from "./csv.ts";

/** What a run of the command line left behind. */
export interface Finished {
  readonly status: number;
  /** Standard output and error, as they came. */
  readonly said: string;
  readonly seconds: number;
  /** A written file's text; empty where there is none. */
  readonly written: (name: string) => string;
  readonly scores: Record<string, string>[];
  readonly cases: Record<string, string>[];
}

/** A folder for files and results; `close` removes it. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), "shadowgraph-"));
  #runs = 0;

  /** Writes a file, and gives its path. */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  /** Runs `bin/investigate.mjs`, with a folder of its own as `--out`. */
  async investigate(...args: readonly string[]): Promise<Finished> {
    const out = join(this.folder, `out-${++this.#runs}`);
    mkdirSync(out);
    const started = performance.now();
    const child = spawn(process.execPath, [join(root, "bin", "investigate.mjs"), "--out", out, ...args], { cwd: root });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
    const status = await new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? -1)));
    const written = (name: string) => (existsSync(join(out, name)) ? readFileSync(join(out, name), "utf8") : "");
    return {
      status,
      said,
      seconds: (performance.now() - started) / 1000,
      written,
      scores: readCsv(written("scores.csv")),
      cases: readCsv(written("cases.csv")),
    };
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
