-- Events of each actor, day and entity of one entity type, within the window: what an axis counts before it is hashed.
create or replace temp table axis_days as
  select l.actor, l.day, r.entity, count(*) as n
  from refs r
  join entities e on e.id = r.entity and e.type = {type}
  join local_events l on l.event = r.event
  where l.day between {from} and {to}
  group by l.actor, l.day, r.entity;
