import fc from "fast-check";
import { storeQuery } from "../../src/engine/tables.ts";
import { UserError } from "../../src/lib/errors.ts";
import { callable, sqlState } from "../db/sql-state.ts";
import { openTestDatabase } from "../support/database.ts";
import { type FuzzOptions, type FuzzRow, tryProperty } from "./support/part.ts";
import { sqlStatements } from "./support/sql-grammar.ts";

export const cases = 100_000;
const together = 25;

/** A cell that holds any statement at all is refused in words or gives a table, and changes nothing beside. */
export async function fuzz(options: FuzzOptions): Promise<readonly FuzzRow[]> {
  const db = await openTestDatabase();
  await db.run("insert into types values (0, 'a', false)");
  await db.registerBytes("a.csv", new TextEncoder().encode("1,x\n2,y,z\nq\n"));
  const before = await sqlState(db);
  let ran = 0;
  const statements = fc.array(sqlStatements(await callable(db)), { minLength: together, maxLength: together });
  const kept = fc.asyncProperty(statements, async (batch) => {
    for (const sql of batch) {
      try {
        await storeQuery(db, "x", sql);
        ran++;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
      await db.query("drop table if exists x");
    }
    if ((await sqlState(db)) !== before) throw new Error("the database changed");
  });
  const row = await tryProperty("SQL: any statement in a cell changes no setting and no table", kept, {
    cases: Math.ceil(options.cases / together),
    seed: options.seed,
  });
  const note = row.failed > 0 ? row.note : `${ran.toLocaleString("en")} gave a table, the others were refused`;
  return [{ ...row, tried: row.tried * together, note }];
}
