import { expect, test } from "vitest";
import { readActionGraph } from "../../../src/detectors/graph/read.ts";
import { buildActions } from "../../../src/features/actions.ts";
import { Cancelled } from "../../../src/lib/errors.ts";
import { openTestDatabase } from "../../support/database.ts";
import { stoppedAt } from "../../support/stopping.ts";

test("reading a graph says how far it is, and stops when it is cancelled", async () => {
  const db = await openTestDatabase();
  const { job, reports } = stoppedAt(Number.POSITIVE_INFINITY);
  await readActionGraph(db, job);
  expect(reports.map(({ done, total }) => [done, total])).toEqual(reports.map((_, i) => [i, reports.length]));
  for (const at of reports.keys()) {
    const stopped = stoppedAt(at);
    await expect(readActionGraph(db, stopped.job)).rejects.toThrow(Cancelled);
    expect(stopped.reports).toHaveLength(at + 1);
  }
});

test("the graph of a tenant has its actors and entities, in time, with the subject marked", async () => {
  const db = await openTestDatabase();
  await db.run(`insert into actors values (0, 'ann', false), (1, 'robot', true);
insert into types values (0, 'View', false), (1, 'Query', true);
insert into entities values (0, 'ticket', 'T1'), (1, 'customer', 'C1'), (2, 'customer', 'C2');
insert into relationships values (0, 'concerns', 'subject'), (1, 'updates', 'context');
insert into events values (0, '2024-01-01 10:00:00.000001', 0, 1, null, 0, 1, 5), (1, '2024-01-01 09:00:00', 0, 0, null, 0, 2, 7),
  (2, '2024-01-01 09:01:00', 0, 0, null, 0, 3, 7), (3, '2024-01-01 11:00:00', 1, 0, null, 0, 4, null);
insert into refs values (0, 1, 0), (1, 0, 1), (1, 1, 0), (2, 0, 1), (2, 1, 0);`);
  await buildActions(db);
  const graph = await readActionGraph(db);

  expect(graph).toMatchObject({ actionCount: 3, actorCount: 2, nodeCount: 5 });
  expect(graph.entityTypes).toEqual(["actor", "customer", "ticket"]);
  expect(graph.relationships).toEqual(["concerns", "updates", "actor"]);
  expect([...graph.nodeType]).toEqual([0, 0, 2, 1, 1]);
  expect([...graph.rootType, ...graph.ignored]).toEqual([0, 1, 0, 1]);
  expect([...graph.type]).toEqual([0, 1, 0]);
  expect([...graph.n]).toEqual([2, 1, 1]);
  expect(graph.start[1]).toBe(Date.UTC(2024, 0, 1, 10) * 1000 + 1);
  expect([...graph.refNode]).toEqual([0, 3, 2, 0, 3, 1]);
  expect([...graph.refSubject]).toEqual([0, 1, 0, 0, 1, 0]);
  const customer = [graph.nodeGroup[3]!, graph.nodeGroup[4]!] as const;
  expect([...graph.groupType.subarray(...customer)]).toEqual([0, 1]);
});

test("without roles the subject is the rarest entity that something else references too", async () => {
  const db = await openTestDatabase();
  await db.run(`insert into actors values (0, 'ann', false);
insert into types values (0, 'View', false), (1, 'Query', false);
insert into entities values (0, 'host', 'hub'), (1, 'file', 'F'), (2, 'request', 'once');
insert into relationships values (0, 'on', null);
insert into events select i, timestamp '2024-01-01' + interval '1' hour * i, 0, 0, null, 0, i, i from range(6) t(i);
insert into refs select i, 0, 0 from range(6) t(i);
insert into refs values (0, 1, 0), (1, 1, 0), (0, 2, 0);`);
  await buildActions(db);
  const { refNode, refSubject, refStart } = await readActionGraph(db);
  const subjects = (action: number) =>
    [...refNode.subarray(refStart[action], refStart[action + 1])].filter(
      (_, i) => refSubject[refStart[action]! + i] === 1,
    );
  expect(subjects(0)).toEqual([2]);
  expect(subjects(1)).toEqual([2]);
  expect(subjects(2)).toEqual([1]);
});
