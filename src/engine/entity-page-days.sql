-- Events that name an entity, by actor and local day. {local} is the local time of e.ts.
select e.actor as code, cast(cast({local} as date) - date '1970-01-01' as integer) as day, cast(count(distinct e.event) as integer) as n
from refs r join events e on e.event = r.event where r.entity = {entity} group by all
