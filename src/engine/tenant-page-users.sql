-- Users with any event by local day. {local} is the local time of e.ts.
select cast(cast({local} as date) - date '1970-01-01' as integer) as day, cast(count(distinct e.actor) as integer) as n
from events e group by all order by day
