-- Rows by bin; a number on the last edge is in the last bin, and those outside of all bins are left out.
select least({last}, floor(({value} - {start}) / {step}))::double as bin, count(*)::double as count
from {table}
where ({where}) and {value} between {start} and {start} + ({last} + 1) * {step}
group by 1
