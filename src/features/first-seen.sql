select actor, min(day) as day from local_events group by actor order by actor
