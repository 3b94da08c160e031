// Peak memory of processes.
import { readFileSync } from "node:fs";

/** The largest resident size that this process reached, bytes. */
export const ownPeak = () => process.resourceUsage().maxRSS * 1024;

/**
 * A figure of a process as Linux tells it (`VmHWM`, `VmRSS`), bytes; 0 where the system doesn't.
 * @param {number} id
 * @param {"VmHWM" | "VmRSS"} field
 */
export function processMemory(id, field) {
  try {
    return 1024 * Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Processor seconds that this process has used, over all its threads. */
export const ownSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
