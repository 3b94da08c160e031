import type { PageCalls } from "../api/pages.ts";
import type { Detection } from "../detection.ts";
import { entityPageOf } from "../entity-page.ts";
import { rowsWhere } from "../row-query.ts";
import { historyDaysOf, standingsOf } from "../standings.ts";
import { tenantPageOf, usersWithHistory } from "../tenant-page.ts";
import { userList } from "../user-list.ts";
import { userPageOf } from "../user-page.ts";
import type { Workbench } from "../workbench.ts";

const none: readonly Detection[] = [];

/** Answers what the pages of a user, an entity and the tenant ask. */
export function pageCalls(bench: Workbench): PageCalls {
  const heard = (): readonly Detection[] => bench.queue?.detections ?? none;
  const cases = () => bench.queue?.shown.map(({ summary }) => summary) ?? [];
  return {
    users: () => userList(bench.tenant, heard()),

    userPage: (actor) => userPageOf(bench.tenant, heard(), actor),

    standings: async (actor, day) => standingsOf(heard(), actor, day),

    historyDays: async (detector, from, to) => historyDaysOf(heard(), detector, { from, to }),

    usersWithHistory: async (days) => usersWithHistory(heard()[0]?.features, days),

    entityPage: (entity) => entityPageOf(bench.tenant, cases(), entity),

    tenantPage: () => tenantPageOf(bench.tenant, heard()),

    rowsWhere: (query, offset, limit) => rowsWhere(bench.tenant, query, offset, limit),
  };
}
