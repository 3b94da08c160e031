-- Local days with any event, since 1970-01-01. {local} is the local time of e.ts.
select distinct cast(cast({local} as date) - date '1970-01-01' as integer) as day from events e order by day
