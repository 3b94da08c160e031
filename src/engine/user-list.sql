-- Everybody in the logs. {local} is the local time of e.ts.
select a.id, a.name, cast(count(*) as integer) as n, cast(count(distinct cast({local} as date)) as integer) as days
from events e join actors a on a.id = e.actor group by a.id, a.name order by a.name
