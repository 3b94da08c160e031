-- Entities of a column are added up here, so that no more than the columns leave the database.
select d.actor, d.day, c."column" as key, cast(sum(d.n) as double) as n
from axis_days d join incoming_columns c on c.id = d.entity
group by d.actor, d.day, c."column" order by d.actor, d.day, key
