select day, cast(count(*) as double) as n from local_events group by day order by day
