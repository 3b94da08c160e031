-- The most frequent values of a column with their rows, and how many different ones there are; blank is a value of its own.
with counted as (
  select {value} as value, count(*) as n from {table} where ({where}) and {picked} and {holds} group by 1
)
select coalesce(value, '') as value, (value is null)::double as blank, n::double as count,
       (count(value) over ())::double as distinct
from counted order by n desc, value limit {most}
