-- Numbers what was folded, and writes each event's action.
create or replace table actions as
select (row_number() over (order by start, event) - 1)::integer as action, actor, type, start, "end", n, event from folded;

drop table folded;

create or replace table action_refs as
select a.action, r.entity, r.relationship
from refs r join actions a on a.event = r.event;

create or replace temporary table event_actions as
select f.event, a.action from first_events f join actions a on a.event = f.first;

drop table first_events;

create or replace table events as
select e.event, e.ts, e.actor, e.type, a.action, e.file, e.line, e.refs_key
from events e join event_actions a on a.event = e.event;

drop table event_actions;
