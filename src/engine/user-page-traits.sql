-- The attribute values and entities of an actor's events: the {most} most frequent of each kind, and how many there are.
with own as (select event, ts from events where actor = {actor}),
     traits as (
       select 'attribute' as kind, v.name, v.value, count(*) as n, min(o.ts) as first, max(o.ts) as last
       from own o join attributes b on b.event = o.event join attribute_values v on v.id = b.value group by all
       union all
       select 'entity' as kind, n.type as name, n.name as value, count(distinct o.event) as n, min(o.ts) as first, max(o.ts) as last
       from own o join refs r on r.event = o.event join entities n on n.id = r.entity group by all)
select kind, name, value, cast(n as integer) as n, cast(count(*) over (partition by kind, name) as integer) as of_kind,
       strftime(first, '%Y-%m-%dT%H:%M:%SZ') as first, strftime(last, '%Y-%m-%dT%H:%M:%SZ') as last
from traits qualify row_number() over (partition by kind, name order by n desc, value) <= {most}
order by kind, name, n desc, value
