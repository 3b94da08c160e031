-- Every event of an actor that counts, with its local day (days since 1970-01-01) and hour; {local} is its local time in microseconds.
create or replace temp table local_events as
  select l.event, l.actor, l.type, cast(floor(l.us / 86400000000.0) as integer) as day,
         cast(floor((l.us - floor(l.us / 86400000000.0) * 86400000000.0) / 3600000000.0) as integer) as hour
  from (select e.event, e.actor, e.type, {local} as us
        from events e join actors a on a.id = e.actor
        where not coalesce(a.ignored, false) and e.ts is not null) l;
