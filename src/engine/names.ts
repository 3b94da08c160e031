import { texts } from "../db/columns.ts";
import type { Tenant } from "./tenant.ts";

/** Names of actors or entities by their codes. */
export async function namesOf(
  tenant: Tenant,
  table: "actors" | "entities",
  ids: readonly number[],
): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const result = await tenant.db.query(
    `select cast(id as varchar) as id, name from ${table} where id in (${ids.join(",")})`,
  );
  const names = texts(result, "name");
  return new Map(texts(result, "id").map((id, i) => [Number(id), names[i]!]));
}
