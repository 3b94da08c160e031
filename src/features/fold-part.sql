-- Events of the same type, actor and references, each no more than {gap} seconds after the one before, are one action.
-- The slots put the events of a run side by side; the latest head so far is the head of the action an event belongs to.
-- One part of {parts} at a time, each with whole runs, so that no sort holds a large tenant.
create or replace temporary table event_slots as
select event, ts, actor, type, refs_key, row_number() over (order by refs_key, type, actor, ts, event) as slot
from events where hash(refs_key, type, actor) % {parts} = {part};

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

insert into folded
select s.actor, s.type, s.ts, h."end", h.n, s.event
from (select head, max(ts) as "end", count(*)::integer as n from event_heads group by head) h
join event_slots s on s.slot = h.head;

insert into first_events
select h.event, s.event from event_heads h join event_slots s on s.slot = h.head;

drop table event_slots;
drop table event_heads;
