-- Events by type and local day. {local} is the local time of e.ts.
select e.type as code, cast(cast({local} as date) - date '1970-01-01' as integer) as day, cast(count(*) as integer) as n
from events e group by all
