-- What is done to an entity.
select t.name, cast(count(distinct e.event) as integer) as n
from refs r join events e on e.event = r.event join types t on t.id = e.type where r.entity = {entity} group by all order by n desc, t.name limit {most}
