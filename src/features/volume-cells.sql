-- What adds up over an actor's day, by the number of its name in the order of names; what is negative adds nothing.
select l.actor, l.day, k.key, sum(greatest(v.value, 0)) as n
from volumes v
join local_events l on l.event = v.event
join (select name, cast(row_number() over (order by name) - 1 as integer) as key from (select distinct name from volumes)) k on k.name = v.name
where l.day between {from} and {to}
group by l.actor, l.day, k.key having sum(greatest(v.value, 0)) > 0 order by l.actor, l.day, k.key
