-- Entities that an actor touched for the first time since the moment {from}, the most touched first, and whether anybody had before.
with own as (select r.entity, min(e.ts) as first, count(distinct e.event) as n
             from events e join refs r on r.event = e.event where e.actor = {actor} group by r.entity having min(e.ts) >= {from}),
     others as (select r.entity from own o join refs r on r.entity = o.entity join events e on e.event = r.event
                where e.actor <> {actor} and e.ts < o.first group by r.entity)
select n.type, n.name, cast(o.n as integer) as n, strftime(o.first, '%Y-%m-%dT%H:%M:%SZ') as first,
       cast(t.entity is null as integer) as to_tenant, cast(count(*) over () as integer) as total
from own o join entities n on n.id = o.entity left join others t on t.entity = o.entity
order by o.n desc, o.first, n.name limit {most}
