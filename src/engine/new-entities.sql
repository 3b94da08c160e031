-- Which of the entities of `day_events` were new to their actor on that day, and new to the tenant.
with touched as (select distinct r.entity from refs r join day_events d on d.event = r.event),
     before as (select r.entity, cast(max(case when e.actor = {actor} then 1 else 0 end) as integer) as own
                from touched t join refs r on r.entity = t.entity join events e on e.event = r.event join actors a on a.id = e.actor
                where e.ts < make_timestamp({from}) and not coalesce(a.ignored, false)
                group by r.entity)
select n.id, n.type, n.name, case when coalesce(b.own, 0) = 0 then 1 else 0 end as to_actor, case when b.own is null then 1 else 0 end as to_tenant
from touched t join entities n on n.id = t.entity left join before b on b.entity = t.entity
