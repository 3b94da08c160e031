-- Entities that the same events name.
select n.type, n.name, cast(count(distinct o.event) as integer) as n
from refs r join refs o on o.event = r.event and o.entity <> r.entity join entities n on n.id = o.entity
where r.entity = {entity} group by all order by n desc, n.type, n.name limit {most}
