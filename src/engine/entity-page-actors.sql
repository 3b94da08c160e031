-- Who touches an entity: the {most} who do most often, and how many there are.
with touched as (select distinct e.event, e.actor, e.ts from refs r join events e on e.event = r.event where r.entity = {entity})
select t.actor as code, a.name as value, cast(count(*) as integer) as n, cast(count(*) over () as integer) as total,
       cast(sum(count(*)) over () as integer) as events,
       strftime(min(t.ts), '%Y-%m-%dT%H:%M:%SZ') as first, strftime(max(t.ts), '%Y-%m-%dT%H:%M:%SZ') as last,
       strftime(min(min(t.ts)) over (), '%Y-%m-%dT%H:%M:%SZ') as first_of_all,
       strftime(max(max(t.ts)) over (), '%Y-%m-%dT%H:%M:%SZ') as last_of_all
from touched t join actors a on a.id = t.actor group by t.actor, a.name order by n desc, a.name limit {most}
