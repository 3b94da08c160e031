-- The events of one actor between two moments, in order of time. {local} is the local time of e.ts.
create or replace temp table day_events as
  select cast(row_number() over (order by e.ts, e.event) - 1 as integer) as place, e.event, e.action, e.type,
         cast(extract(hour from {local}) as integer) as hour
  from events e where e.actor = {actor} and e.ts >= make_timestamp({from}) and e.ts < make_timestamp({to})
