-- Writes the actions' references, and each event's action, beside the tables that they will replace.
drop table folded;

create or replace table incoming_action_refs as
select a.action, r.entity, r.relationship
from refs r join incoming_actions a on a.event = r.event;

create or replace temporary table event_actions as
select f.event, a.action from first_events f join incoming_actions a on a.event = f.first;

drop table first_events;

create or replace table incoming_events as
select e.event, e.ts, e.actor, e.type, a.action, e.file, e.line, e.refs_key
from events e join event_actions a on a.event = e.event;
