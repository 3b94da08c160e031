-- How events relate to an entity.
select s.name, coalesce(s.role, '') as role, cast(count(distinct r.event) as integer) as n, cast(count(distinct e.actor) as integer) as users
from refs r join relationships s on s.id = r.relationship join events e on e.event = r.event
where r.entity = {entity} group by all order by n desc, s.name limit {most}
