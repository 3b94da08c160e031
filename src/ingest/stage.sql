-- One slice as text, its times read. fault: 0 none, 1 no time, 2 time unreadable, 3 no actor, 4 no type, 5 a volume too large, 6 duplicate.
create or replace temp table staged as
select *, case when t is null then 1 when ts is null then 2 when actor is null then 3 when type is null then 4 when $too_large then 5 else 0 end as fault
from (
  select * exclude (ts), case when ts between timestamp '0001-01-01 00:00:00' and timestamp '9999-12-31 23:59:59' then ts end as ts
  from (select *, $ts as ts from (select *, $time_columns from (
    select * $line from (select (row_number() over () - 1)::integer as n, * replace (case when t < '!' or t like '% ' then trim(t) else t end as t) from ($source)) $lines)))
);
