-- Events of the same type, actor and references, each no more than {gap} seconds after the one before, are one action.
-- The slots put the events of a run side by side; the latest head so far is the head of the action an event belongs to.
create or replace temporary table event_slots as
select event, ts, actor, type, refs_key, row_number() over (order by refs_key, type, actor, ts, event) as slot
from events;

create or replace temporary table event_heads as
select event, ts, slot, max(opens) over (order by slot rows unbounded preceding) as head
from (
  select event, ts, slot,
         case when lag(refs_key) over before is not distinct from refs_key
                   and lag(type) over before = type and lag(actor) over before = actor
                   and ts <= lag(ts) over before + interval '{gap}' second
              then null else slot end as opens
  from event_slots
  window before as (order by slot)
);

create or replace temporary table action_heads as
select (row_number() over (order by s.ts, s.event) - 1)::integer as action, h.head, s.actor, s.type, s.ts as start, h."end", h.n, s.event
from (select head, max(ts) as "end", count(*)::integer as n from event_heads group by head) h
join event_slots s on s.slot = h.head;

create or replace table actions as
select action, actor, type, start, "end", n, event from action_heads order by action;

create or replace table action_refs as
select a.action, r.entity, r.relationship
from refs r join actions a on a.event = r.event;

create or replace table events as
select e.event, e.ts, e.actor, e.type, a.action, e.file, e.line, e.refs_key
from events e
join event_heads h on h.event = e.event
join action_heads a on a.head = h.head;

drop table event_slots;
drop table event_heads;
drop table action_heads;
