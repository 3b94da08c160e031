select actor, day, hour as key, cast(count(*) as double) as n
from local_events where day between {from} and {to}
group by actor, day, hour order by actor, day, key
