-- Which of the entities that an actor touched between two moments were new to the actor, and new to the tenant.
with touched as (select distinct r.entity from refs r join events e on e.event = r.event
                 where e.actor = {actor} and e.ts >= make_timestamp({from}) and e.ts < make_timestamp({to})),
     before as (select r.entity, cast(max(case when e.actor = {actor} then 1 else 0 end) as integer) as own
                from refs r join events e on e.event = r.event join actors a on a.id = e.actor
                where r.entity in (select entity from touched) and e.ts < make_timestamp({from}) and not coalesce(a.ignored, false)
                group by r.entity)
select n.type, n.name, case when coalesce(b.own, 0) = 0 then 1 else 0 end as to_actor, case when b.own is null then 1 else 0 end as to_tenant
from touched t join entities n on n.id = t.entity left join before b on b.entity = t.entity
