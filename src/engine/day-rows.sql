-- The first events of one local day of an actor, those that a reason points at before the others; "local" is the local time of e.ts.
with of_day as (
  select e.event, e.ts, e.type, cast(extract(hour from {local}) as integer) as hour
  from events e where e.actor = {actor} and cast({local} as date) = date {day}
)
select d.event, {hit} as hit, count(*) over () as total
from of_day d join types t on t.id = d.type
order by hit desc, d.ts, d.event limit {limit}
