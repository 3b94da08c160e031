select l.actor, l.day, x.value as key, cast(count(*) as double) as n
from attributes x join local_events l on l.event = x.event
where l.day between {from} and {to}
group by l.actor, l.day, x.value order by l.actor, l.day, key
