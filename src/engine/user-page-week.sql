-- An actor's events by weekday (Monday 0) and local hour, before the day {from} and since. {local} is the local time of e.ts.
select cast(extract(isodow from {local}) - 1 as integer) as weekday, cast(extract(hour from {local}) as integer) as hour,
       cast({local} as date) >= date {from} as is_scored, cast(count(*) as integer) as n
from events e where e.actor = {actor} group by all
