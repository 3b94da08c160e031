import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { demoMappings } from "../../src/demo/mappings.ts";
import { demoSupportDesk } from "../../src/demo/support-desk.ts";
import { drawAtRandom } from "../../src/ranking/audit-table.ts";

/** Writes one seed's support desk, its mapping, and apart from them which of its roots are bad; prints two known bad ones. */
function writeDesk(folder: string, seed: number, agents: number): void {
  const file = openSync(join(folder, "support_desk.csv"), "w");
  const chunks = demoSupportDesk({ seed, agents, rootsPerWeek: Math.round((95_000 * agents) / 3100) });
  let next = chunks.next();
  for (; !next.done; next = chunks.next()) writeSync(file, next.value.bytes);
  closeSync(file);
  const bad = next.value.map(({ id }) => id);
  writeFileSync(join(folder, "mapping.json"), JSON.stringify(demoMappings["support_desk.csv"]));
  writeFileSync(join(folder, "truth.json"), JSON.stringify(bad));
  const known = Array.from(drawAtRandom(bad.length, { k: 2, seed }), (i) => bad[i]!);
  console.log(JSON.stringify({ known, bad: bad.length }));
}

const [folder = ".", seed = "1", agents = "3100"] = process.argv.slice(2);
writeDesk(folder, Number(seed), Number(agents));
