import { UserError } from "../lib/errors.ts";

const names =
  "files rejects actors types entities relationships attribute_values events refs attributes volumes event_ids actions action_refs log cells log_entities log_attributes staged contents repeated coded folded first_events event_slots event_heads event_actions incoming_actions incoming_action_refs incoming_events local_events entity_days day_events incoming_lines incoming_rows incoming_points incoming_rejects incoming_scores incoming_columns axis_days";
const ownTables = new Set(names.split(" "));

/** Refuses a cell the name of one of the tenant's own tables and views, or of those that work in progress is kept in. @throws UserError */
export function refuseOwnName(name: string): void {
  if (!ownTables.has(name.toLowerCase())) return;
  throw new UserError(`${name} is the name of one of the tenant's own tables.`, {
    next: "Give the cell another name.",
  });
}
