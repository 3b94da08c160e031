-- For each actor, day and entity type: distinct entities, those new to the actor, those new to the tenant.
with own as (select actor, entity, min(day) as first_day from entity_days group by actor, entity),
     anyone as (select entity, min(day) as first_day from entity_days group by entity)
select d.actor, d.day, e.type as kind, cast(count(*) as double) as n,
       cast(sum(case when o.first_day = d.day then 1 else 0 end) as double) as new_to_actor,
       cast(sum(case when t.first_day = d.day then 1 else 0 end) as double) as new_to_tenant
from entity_days d
join entities e on e.id = d.entity
join own o on o.actor = d.actor and o.entity = d.entity
join anyone t on t.entity = d.entity
where d.day between {from} and {to}
group by d.actor, d.day, e.type order by d.actor, d.day, e.type
