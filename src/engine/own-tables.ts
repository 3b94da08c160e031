import { UserError } from "../lib/errors.ts";

const names =
  "files rejects actors types entities relationships attribute_values events refs attributes volumes event_ids actions action_refs log cells log_entities log_attributes staged contents repeated coded folded first_events event_slots event_heads event_actions incoming_actions incoming_action_refs incoming_events local_events entity_days day_events incoming_lines incoming_rows incoming_points incoming_rejects incoming_scores incoming_columns incoming_values incoming_script axis_days";
const ownTables = new Set(names.split(" "));

/** Whether a name is that of one of the tenant's own tables and views, or of one that work in progress is kept in. */
export const isOwnName = (name: string): boolean => ownTables.has(name.toLowerCase());

/** Refuses a cell the name of one of the tenant's own tables and views, or of those that work in progress is kept in. @throws UserError */
export function refuseOwnName(name: string): void {
  if (!isOwnName(name)) return;
  throw new UserError(`${name} is the name of one of the tenant's own tables.`, {
    next: "Give the cell another name.",
  });
}
