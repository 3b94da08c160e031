-- For each actor, day and entity type (numbered by name): distinct entities, those new to the actor, those new to the tenant.
with kinds as (select type, cast(row_number() over (order by type) - 1 as integer) as kind from (select distinct type from entities) k),
     kind_of as (select e.id, k.kind from entities e join kinds k on k.type = e.type),
     own as (select actor, entity, min(day) as first_day from entity_days group by actor, entity),
     anyone as (select entity, min(first_day) as first_day from own group by entity)
select d.actor, d.day, e.kind as key, cast(count(*) as double) as n,
       cast(sum(case when o.first_day = d.day then 1 else 0 end) as double) as new_to_actor,
       cast(sum(case when t.first_day = d.day then 1 else 0 end) as double) as new_to_tenant
from entity_days d
join kind_of e on e.id = d.entity
join own o on o.actor = d.actor and o.entity = d.entity
join anyone t on t.entity = d.entity
where d.day between {from} and {to}
group by d.actor, d.day, e.kind order by d.actor, d.day, e.kind
