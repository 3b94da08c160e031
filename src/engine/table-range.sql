-- How far a column's numbers reach, as DOUBLE; times are µs.
select count(*)::double as all_rows, count({column})::double as filled, count({value})::double as held,
       min({value}) as least, max({value}) as most
from {table} where {where}
