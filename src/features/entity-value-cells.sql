-- Which entities were touched, for the entity types that have few enough of them to be a profile, or that are asked for.
with few as (select e.type from (select distinct entity from entity_days where day between {from} and {to}) d
             join entities e on e.id = d.entity group by e.type having count(*) <= {limit} or e.type in ({always}))
select d.actor, d.day, d.entity as key, cast(d.n as double) as n
from entity_days d join entities e on e.id = d.entity
where d.day between {from} and {to} and e.type in (select type from few)
order by d.actor, d.day, key
