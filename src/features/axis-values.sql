select e.id, e.name, cast(sum(d.n) as double) as n
from axis_days d join entities e on e.id = d.entity
group by e.id, e.name order by e.id
