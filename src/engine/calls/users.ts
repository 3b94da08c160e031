import { texts } from "../../db/columns.ts";
import type { UserCalls } from "../api/users.ts";
import { placedEntities, userPlaces, userProfileOf } from "../user-profiles.ts";
import { summariseUser } from "../user-summary.ts";
import type { Workbench } from "../workbench.ts";

/** Answers what the window asks of users. */
export function userCalls(bench: Workbench): UserCalls {
  return {
    userSummary: async (actor) => summariseUser(bench.queue?.detections ?? [], actor, bench.verdicts.of(actor)),

    profileOf: async (actor) => userProfileOf(bench.detections.lastProfile(), actor),

    userNames: async () => texts(await bench.tenant.db.query("select name from actors order by id"), "name"),

    userMap: async () => userPlaces(bench.detections.lastProfile()),

    entityMap: async () => placedEntities(bench.detections.lastProfile()),
  };
}
