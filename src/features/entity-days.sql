-- One row for each entity that an actor touched on a day, over all days: firstness needs them all.
create or replace temp table entity_days as
  select l.actor, l.day, r.entity, count(*) as n
  from refs r join local_events l on l.event = r.event
  group by l.actor, l.day, r.entity;
