// Runs a measurement in a process of its own, so that its memory is its own.
import { spawn } from "node:child_process";

/**
 * The last line that a program prints, as JSON; null where the program is not there or fails (`why` is told).
 * @param {string} program
 * @param {readonly string[]} args
 * @param {(why: string) => void} [why]
 * @returns {Promise<any>}
 */
export async function measure(program, args, why = () => {}) {
  const line = await lastLine(program, args, why);
  return line === null ? null : JSON.parse(line);
}

/**
 * The last line that a program prints; null where the program is not there or fails (`why` is told).
 * @param {string} program
 * @param {readonly string[]} args
 * @param {(why: string) => void} [why]
 * @returns {Promise<string | null>}
 */
export function lastLine(program, args, why = () => {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let errors = "";
    child.stdout.on("data", (part) => {
      out += part;
    });
    child.stderr.on("data", (part) => {
      errors += part;
    });
    const fail = (/** @type {string} */ text) => {
      why(text);
      resolve(null);
    };
    child.on("error", (error) => fail(error.message));
    child.on("close", (status) => {
      if (status !== 0) fail(errors.trim().split("\n").at(-1) || `${program} ended with ${status}`);
      else resolve(out.trim().split("\n").at(-1) ?? "");
    });
  });
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/**
 * Runs ours and the peer's in turn, `times` times, so that what else the machine does falls on both; stops asking a peer that is not there.
 * @template T
 * @param {number} times
 * @param {() => Promise<T>} ours
 * @param {() => Promise<T | null>} peer
 * @returns {Promise<{ ours: T[], peer: T[] }>}
 */
export async function inTurn(times, ours, peer) {
  /** @type {{ ours: T[], peer: T[] }} */
  const runs = { ours: [], peer: [] };
  let peerIsThere = true;
  for (let i = 0; i < times; i++) {
    runs.ours.push(await ours());
    const result = peerIsThere ? await peer() : null;
    if (result === null) peerIsThere = false;
    else runs.peer.push(result);
  }
  return runs;
}
